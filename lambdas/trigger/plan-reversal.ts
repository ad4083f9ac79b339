import type { Reversal, Serving } from '../../shared/domain/emergency.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import { irreversibleReason, whyIrreversible } from '../../shared/release/irreversible.ts';

/** What is known of a target at the moment of an alarm. */
export type TargetAtAlarm = {
  readonly now: Instant;
  readonly lookBackSeconds: number;
  /** How the alias was seen to route, and since when. */
  readonly serving: Serving;
  /** The improvement that has the target's release lease. */
  readonly running: Improvement | undefined;
  /** The improvement that the serving version was published for. */
  readonly servingImprovement: Improvement | undefined;
  /** Descriptions of the published versions. */
  readonly descriptions: ReadonlyMap<string, string>;
};

const none = (why: string): Reversal => ({ kind: 'none', why });

/**
 * What to take back before anything is analysed: the last change of what serves, with whatever is being released on top of it. No model, no
 * statistics: what changed within the look-back window is the first suspect, and going back is cheap. Only ever back: a version that somebody
 * has just routed back to stays. What is marked irreversible stays too.
 */
export const planReversal = (target: TargetAtAlarm): Reversal => {
  const { running } = target;
  const promoted = justPromoted(target);
  const stays = [promoted, running].flatMap((improvement) => (improvement && whyIrreversible(improvement) !== undefined ? [`${improvement.title} (${whyIrreversible(improvement)})`] : []));
  // Reverting what was promoted ends what is released on top of it: not when that must stay.
  if (promoted && stays.length === 0) return { kind: 'put-back', improvementId: promoted.id, why: `${promoted.title} got all traffic ${ago(target, promoted.stateSince)}.` };
  if (running && whyIrreversible(running) === undefined) return { kind: 'put-back', improvementId: running.id, why: `${running.title} is being released.` };
  if (stays.length > 0) return none(`What changed is marked irreversible: ${stays.join(', ')}.`);
  return running ? none(`${running.title} is being released.`) : foreignReversal(target);
};

const within = ({ now, lookBackSeconds }: TargetAtAlarm, at: Instant): boolean => now - at <= lookBackSeconds * 1000;

const ago = ({ now }: TargetAtAlarm, at: Instant): string => `${Math.max(0, Math.round((now - at) / 1000))} s ago`;

/** The promotion, of a fix or of an owner's deployment, that brought the serving version within the window. */
const justPromoted = (target: TargetAtAlarm): Improvement | undefined => {
  const { servingImprovement } = target;
  return servingImprovement?.state === 'promoted' && within(target, servingImprovement.stateSince) ? servingImprovement : undefined;
};

/** Somebody routed the alias past Pawl. */
const foreignReversal = (target: TargetAtAlarm): Reversal => {
  const { serving: { version, since, before, additional }, servingImprovement, descriptions } = target;
  const suspect = additional?.version ?? version;
  const marked = irreversibleReason(descriptions.get(suspect) ?? '');
  if (additional && within(target, additional.since)) {
    if (marked !== undefined) return none(`Version ${suspect} is marked irreversible: ${marked}.`);
    return { kind: 'go-back', from: { version, additional: additional.version }, to: version, why: `Somebody gave version ${additional.version} a share of the traffic ${ago(target, additional.since)}.` };
  }
  if (additional || before === undefined || !within(target, since) || servingImprovement?.state === 'promoted') return none(`Nothing changed on it within ${target.lookBackSeconds} s.`);
  if (Number(before) > Number(version)) return none(`It was routed back to version ${version} ${ago(target, since)} already.`);
  if (!descriptions.has(before)) return none(`Version ${before}, which served before, is no longer there.`);
  if (marked !== undefined) return none(`Version ${version} is marked irreversible: ${marked}.`);
  return { kind: 'go-back', from: { version }, to: before, why: `Somebody routed it from version ${before} to ${version} ${ago(target, since)}.` };
};
