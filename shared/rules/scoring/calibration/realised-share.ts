import type { Finding } from '../../../domain/opportunity.ts';
import type { Lesson } from '../../../domain/lesson.ts';

/** Before anything was measured: claims come true as claimed, kinds differ by about a fifth, single outcomes by about two fifths. */
const PRIOR = { share: 1, betweenKinds: 0.05, within: 0.15, weight: 4 } as const;
const MOST_SHARE = 1.5;
const LEAST_SHARE = 0.05;

type Kind = Finding['kind'];
type Group = { readonly n: number; readonly mean: number; readonly squares: number };

/** `share` of the claimed gain that is to be expected, give or take `deviation` (one standard deviation); `outcomes` of this very kind. */
export type RealisedShare = { readonly share: number; readonly deviation: number; readonly outcomes: number };

/** Measured over claimed, between 0 and 1.5; nothing of a claim that was rolled back, or reverted after its promotion, came true. `undefined` where nothing was claimed or measured. */
export const realisedRatio = ({ expectedGain, claimedGain, measuredGain, result }: Pick<Lesson, 'expectedGain' | 'claimedGain' | 'measuredGain' | 'result'>): number | undefined => {
  const claimed = expectedGain ?? claimedGain;
  if (claimed === undefined || claimed <= 0) return undefined;
  if (result === 'rolled-back' || result === 'reverted') return 0;
  return measuredGain === undefined ? undefined : Math.max(0, Math.min(MOST_SHARE, measuredGain / claimed));
};

/**
 * What claims of this kind on this target come to, by empirical-Bayes shrinkage in a normal–normal model with two levels (Efron and Morris
 * 1975): outcomes of a kind scatter around the kind's share, kinds around the target's. The variance between kinds is estimated by moments
 * (DerSimonian and Laird 1986), both variances are held by a prior worth four outcomes, so that one bad outcome teaches caution and silences nothing.
 */
export const realisedShare = (kind: Kind, lessons: readonly Lesson[]): RealisedShare => {
  const groups = groupsOf(lessons);
  const own = groups.get(kind) ?? { n: 0, mean: 0, squares: 0 };
  const within = withinVariance([...groups.values()]);
  const between = betweenVariance([...groups.values()], within);
  const target = centreOf([...groups.values()], within, between);
  const precision = own.n / within + 1 / between;
  const mean = ((own.n / within) * own.mean + (1 / between) * target.mean) / precision;
  const pull = 1 / between / precision;
  return { share: Math.max(LEAST_SHARE, Math.min(MOST_SHARE, mean)), deviation: Math.sqrt(1 / precision + pull ** 2 * target.variance), outcomes: own.n };
};

const groupsOf = (lessons: readonly Lesson[]): Map<Kind, Group> => {
  const ratios = new Map<string, number[]>();
  for (const lesson of lessons) {
    const ratio = realisedRatio(lesson);
    if (ratio !== undefined && lesson.opportunityKind !== undefined) ratios.set(lesson.opportunityKind, [...(ratios.get(lesson.opportunityKind) ?? []), ratio]);
  }
  return new Map([...ratios].map(([kind, all]) => {
    const mean = all.reduce((sum, ratio) => sum + ratio, 0) / all.length;
    return [kind as Kind, { n: all.length, mean, squares: all.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) }];
  }));
};

const withinVariance = (groups: readonly Group[]): number => {
  const freedom = groups.reduce((sum, { n }) => sum + n - 1, 0);
  return (PRIOR.weight * PRIOR.within + groups.reduce((sum, { squares }) => sum + squares, 0)) / (PRIOR.weight + freedom);
};

const betweenVariance = (groups: readonly Group[], within: number): number => {
  const weights = groups.map(({ n }) => n / within);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const squares = weights.reduce((sum, weight) => sum + weight ** 2, 0);
  if (groups.length < 2) return PRIOR.betweenKinds;
  const centre = groups.reduce((sum, { mean }, index) => sum + (weights[index] ?? 0) * mean, 0) / total;
  const spread = groups.reduce((sum, { mean }, index) => sum + (weights[index] ?? 0) * (mean - centre) ** 2, 0);
  const byMoments = Math.max(0, (spread - (groups.length - 1)) / (total - squares / total));
  return (PRIOR.weight * PRIOR.betweenKinds + (groups.length - 1) * byMoments) / (PRIOR.weight + groups.length - 1);
};

const centreOf = (groups: readonly Group[], within: number, between: number): { mean: number; variance: number } => {
  let precision = 1 / PRIOR.betweenKinds;
  let sum = PRIOR.share * precision;
  for (const { n, mean } of groups) {
    const weight = 1 / (between + within / n);
    precision += weight;
    sum += weight * mean;
  }
  return { mean: sum / precision, variance: 1 / precision };
};
