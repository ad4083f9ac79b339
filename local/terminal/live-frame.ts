import * as z from 'zod';

const Side = z.object({
  version: z.string().nullish(),
  requests: z.number(),
  p50Ms: z.number().nullish(),
  p95Ms: z.number().nullish(),
  /** 0–1. */
  failureRate: z.number(),
});

/**
 * One moment of a release as it is watched: the `data` of a message whose code begins with `PAWL-LIVE-`.
 * `logEvidence`: natural logarithms by test (`harm:latency`, `promotion:claim`, …); `thresholds`: the evidence itself that decides.
 */
export const LiveFrame = z.object({
  title: z.string().nullish(),
  stable: Side,
  candidate: Side,
  weight: z.number().min(0).max(1),
  logEvidence: z.record(z.string(), z.number()),
  thresholds: z.object({ harm: z.number().gt(1), promotion: z.number().gt(1) }).default({ harm: 200, promotion: 20 }),
  elapsedSeconds: z.number().nonnegative(),
  sentence: z.string(),
});
export type LiveFrame = z.infer<typeof LiveFrame>;

export type LiveTest = { readonly question: 'harm' | 'promotion'; readonly metric: string; readonly logEvidence: number; readonly required: number; readonly reached: boolean };

/** The judge's tests of a frame: harm first. What does not speak of harm speaks for promotion. */
export const liveTests = ({ logEvidence, thresholds }: LiveFrame): LiveTest[] =>
  Object.entries(logEvidence)
    .map(([name, value]) => {
      const [first = '', ...rest] = name.split(/[-.:/ ]/);
      const question = first === 'harm' ? ('harm' as const) : ('promotion' as const);
      const required = thresholds[question];
      return { question, metric: rest.length === 0 ? first : rest.join(' '), logEvidence: value, required, reached: value >= Math.log(required) };
    })
    .sort((a, b) => a.question.localeCompare(b.question));
