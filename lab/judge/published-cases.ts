import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Classification } from './mann-whitney.ts';
import { classify } from './mann-whitney.ts';

/** One published case of a Mann-Whitney classification that has data on both sides (`data/judge/classifier.json`). */
const Case = z.looseObject({
  id: z.string(),
  kind: z.literal('mann-whitney'),
  control: z.array(z.number()).min(1),
  experiment: z.array(z.number()).min(1),
  direction: z.enum(['increase', 'decrease', 'either']),
  tolerance: z.number(),
  confidence: z.number(),
  effectSize: z.object({ measure: z.enum(['meanRatio', 'cles']), thresholds: z.tuple([z.number(), z.number()]) }),
  expected: z.looseObject({ classification: z.enum(['Pass', 'High', 'Low']) }),
});
type Case = z.infer<typeof Case>;

const byRule = ({ control, experiment, direction, tolerance, confidence, effectSize }: Case): Classification => {
  const [low, high] = effectSize.thresholds;
  return classify(control, experiment, { direction, tolerance, confidence, effect: { measure: effectSize.measure, low, high } });
};

/** `differing`: ids of the cases in which the rival's class is not the published one. `ours`: what is to be said about Pawl's judge on them. */
export interface PublishedComparison {
  readonly cases: number;
  readonly passed: number;
  readonly differing: readonly string[];
  readonly ours: readonly string[];
}

/** Checks the rival against the published cases in a data folder; `null` when the folder has none. */
export async function compareWithPublishedCases(dataFolder: string): Promise<PublishedComparison | null> {
  let text: string;
  try {
    text = await readFile(join(dataFolder, 'judge', 'classifier.json'), 'utf8');
  } catch {
    return null;
  }
  const cases = z.array(z.unknown()).parse(JSON.parse(text)).flatMap((each) => {
    const parsed = Case.safeParse(each);
    return parsed.success ? [parsed.data] : [];
  });
  const differing = cases.filter((each) => byRule(each) !== each.expected.classification).map(({ id }) => id);
  const sparse = cases.filter(({ control, experiment }) => Math.min(control.length, experiment.length) <= 5).length;
  return {
    cases: cases.length,
    passed: cases.length - differing.length,
    differing,
    ours: [
      'These cases are single series of values without counts, so this judge has no opinion on them: it judges requests, not minutes.',
      `${sparse} of them decide on five values or fewer a side: as minutes, those would all be burn-in here.`,
    ],
  };
}
