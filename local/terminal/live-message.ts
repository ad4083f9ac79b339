import * as z from 'zod';
import { JudgedPeriod } from '../../shared/domain/release.ts';
import type { BusEvent } from '../../shared/ports/bus.ts';
import type { Message } from '../../shared/ports/host.ts';
import { MetricEvidence, VerdictKind } from '../../shared/rules/judge/verdict.ts';
import type { LiveFrame } from './live-frame.ts';

/** What the tick publishes with `release.judged`. */
const Judged = z.object({
  title: z.string(),
  weight: z.number(),
  elapsedSeconds: z.number(),
  verdict: VerdictKind,
  sentence: z.string(),
  last: JudgedPeriod.nullable(),
  evidence: z.array(MetricEvidence),
});

/** A judged period on the bus as a live frame; the last frame of a release, its verdict, is a `result`. `undefined` for any other event. */
export const liveMessage = ({ type, detail }: BusEvent): Message | undefined => {
  if (type !== 'release.judged') return undefined;
  const judged = Judged.safeParse(detail).data;
  if (judged === undefined) return undefined;
  const failures = judged.evidence.find(({ metric }) => metric === 'failures');
  const required = (question: 'harm' | 'promotion', usual: number): number => judged.evidence.find((each) => each.question === question)?.required ?? usual;
  const side = (name: 'stable' | 'candidate'): LiveFrame['stable'] => {
    const rate = failures?.[name === 'stable' ? 'stable' : 'canary'];
    return { requests: rate?.requests ?? 0, failureRate: rate?.rate ?? 0, p50Ms: judged.last?.[name].p50Ms ?? null, p95Ms: judged.last?.[name].p95Ms ?? null };
  };
  const data = {
    title: judged.title,
    stable: side('stable'),
    candidate: side('candidate'),
    weight: judged.weight,
    logEvidence: Object.fromEntries(judged.evidence.map(({ question, metric, logEvidence }) => [`${question}:${metric}`, logEvidence])),
    thresholds: { harm: required('harm', 200), promotion: required('promotion', 20) },
    elapsedSeconds: judged.elapsedSeconds,
    sentence: judged.sentence,
  } satisfies LiveFrame;
  return { code: 'PAWL-LIVE-001', level: judged.verdict === 'keep-watching' ? 'info' : 'result', text: judged.sentence, data };
};
