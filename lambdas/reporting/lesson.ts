import type { Claim } from '../../shared/domain/claim.ts';
import { slowerThan } from '../../shared/domain/histogram.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import { showShare } from '../../shared/rules/explaining/figures.ts';
import type { VersionTotals } from './version-totals.ts';
import { causesOfEnding, distinct, isUnanswered } from '../../shared/rules/lessons/causes.ts';
import { changedModules } from '../../shared/rules/lessons/changed-modules.ts';
import type { Verdict } from '../../shared/rules/judge/verdict.ts';

type Totals = { readonly stable: VersionTotals; readonly candidate: VersionTotals };

const RESULTS = ['promoted', 'rolled-back', 'inconclusive', 'rejected', 'abstained', 'failed', 'reverted', 'superseded'] as const satisfies readonly Lesson['result'][];

/** By what share (0–1) one rate is below another; `undefined` when there was nothing to reduce. */
const reduction = (from: number, to: number): number | undefined => (from === 0 ? undefined : 1 - to / from);

/** Who wrote the remedy, as `recipe:name`, `model:name` or `person:name`; `none` when there is no remedy. */
export const authorOf = ({ remedy, origin, proposedBy }: Pick<Improvement, 'remedy' | 'origin' | 'proposedBy'>): string => {
  if (remedy !== undefined) return `${remedy.author.kind}:${remedy.author.name}`;
  return origin === 'deployment' ? `person:${proposedBy}` : 'none';
};

/** The gain that was measured (0–1, negative when it got worse), on the very measure that the claim names. */
const measuredGain = ({ remedy, outcome }: Improvement, totals: Totals | undefined): number | undefined => {
  if (outcome === undefined) return undefined;
  const claim = remedy?.claim;
  if (claim?.on === 'failures') return reduction(outcome.stable.failureRate, outcome.candidate.failureRate);
  if (claim?.on === 'slow-requests') {
    const slowRate = ({ durations, requests }: VersionTotals): number => (requests === 0 ? 0 : slowerThan(durations, claim.thresholdMs) / requests);
    return totals && reduction(slowRate(totals.stable), slowRate(totals.candidate));
  }
  return outcome.latencyReductionPercent && outcome.latencyReductionPercent.value / 100;
};

const MEASURE = { latency: 'p95 latency', failures: 'the failure rate', 'slow-requests': 'slow requests' } as const;

const REPORTED = {
  promoted: 'Promoted',
  'rolled-back': 'Rolled back',
  inconclusive: 'Not proven',
  rejected: 'Rejected',
  abstained: 'No remedy good enough',
  failed: 'Failed',
  reverted: 'Reverted after promotion',
  superseded: 'Superseded',
} as const satisfies Record<Lesson['result'], string>;

const sentence = (improvement: Improvement, result: Lesson['result'], claimed: number | undefined, measured: number | undefined): string => {
  const ending = improvement.ending?.reason ?? improvement.reason;
  const why = ending === undefined ? '' : ` ${ending}`;
  const claim = improvement.remedy?.claim;
  if (claim === undefined || claimed === undefined) {
    return `${REPORTED[result]}${measured === undefined ? '' : `; p95 latency ${measured >= 0 ? 'fell' : 'rose'} by ${showShare(Math.abs(measured))}`}.${why}`;
  }
  if (measured === undefined) return `${REPORTED[result]}; claimed ${showShare(claimed)} off ${MEASURE[claim.on]}, never measured.${why}`;
  const judgement = measured >= claimed ? 'the claim came true' : measured >= claimed / 2 ? 'at least half of the claim came true' : 'the claim did not come true';
  return `${REPORTED[result]}; claimed ${showShare(claimed)} off ${MEASURE[claim.on]}, measured ${showShare(measured)}: ${judgement}.${why}`;
};

/** The detector's own words, uncorrected: what later claims are corrected by. Its gain is on the p95, or on the failures, and says nothing about a share of slow requests. */
const whatWasClaimed = ({ key, kind, gainPercent, confidence, claimed, crossed }: Opportunity, on: Claim['on'] | undefined): Partial<Lesson> => ({
  opportunityKey: key,
  opportunityKind: kind,
  claimedConfidence: claimed?.confidence ?? confidence,
  opportunityGain: (claimed?.gainPercent ?? gainPercent) / 100,
  ...(on === 'latency' || on === 'failures' ? { expectedGain: (claimed?.gainPercent ?? gainPercent) / 100 } : {}),
  ...(crossed === undefined ? {} : { crossed }),
});

/** What went wrong, where, how sure the author had been, and which rules it was written with. */
const whatWasTaught = (improvement: Improvement, verdict: Verdict | undefined): Partial<Lesson> => {
  const { remedy, learned, stumbles = [] } = improvement;
  const causes = distinct([...causesOfEnding(improvement, verdict), ...stumbles]);
  const modules = remedy === undefined ? [] : changedModules(remedy.files);
  return {
    ...(causes.length === 0 ? {} : { causes }),
    ...(modules.length === 0 ? {} : { modules }),
    ...(remedy === undefined || remedy.author.kind === 'person' ? {} : { statedConfidence: remedy.statedConfidence ?? remedy.confidence }),
    ...learned,
  };
};

/**
 * What there is to learn from an improvement that has settled; `undefined` while it has not.
 * Give `totals` where there are any: a claim on slow requests can only be checked on them; and the judge's last `verdict`: it says what got worse.
 */
export const lessonOf = (improvement: Improvement, { id, at, totals, verdict }: { id: string; at: number; totals?: Totals | undefined; verdict?: Verdict | undefined }): Lesson | undefined => {
  const unanswered = isUnanswered(improvement);
  // Nobody's no: it is not held against the remedy, its author or its opportunity.
  const result = unanswered ? 'superseded' : RESULTS.find((each) => each === improvement.state);
  if (result === undefined) return undefined;
  const claimed = improvement.remedy?.claim?.gain;
  const measured = measuredGain(improvement, totals);
  return {
    id,
    improvementId: improvement.id,
    targetId: improvement.targetId,
    ...(improvement.opportunity === undefined ? {} : whatWasClaimed(improvement.opportunity, improvement.remedy?.claim?.on)),
    author: authorOf(improvement),
    ...whatWasTaught(improvement, verdict),
    ...(claimed === undefined ? {} : { claimedGain: claimed }),
    ...(measured === undefined ? {} : { measuredGain: measured }),
    result,
    text: unanswered ? (improvement.reason ?? 'Nobody said yes or no.') : sentence(improvement, result, claimed, measured),
    ...(result !== 'abstained' || improvement.retryAt === undefined ? {} : { retryAt: improvement.retryAt }),
    ...(result !== 'abstained' || improvement.lacked === undefined ? {} : { lacked: improvement.lacked }),
    at,
  };
};
