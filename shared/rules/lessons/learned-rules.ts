import type { Cause } from '../../domain/cause.ts';
import type { Instant } from '../../domain/instant.ts';
import type { LearnedRule, Trials, Withdrawal } from '../../domain/learned-rule.ts';
import type { Lesson } from '../../domain/lesson.ts';
import { hash32 } from '../detection/text-key.ts';
import { causeKey } from './causes.ts';
import { LEAST_PROBABILITY, probabilityItHelps } from './helps.ts';
import { ruleText } from './rule-text.ts';

/** From so many improvements on a hint is a rule. */
export const SEEN_TO_RULE = 2;
/** A cause that nobody meets for so long may be gone for good. */
export const UNSEEN_MS = 90 * 86_400_000;

/** Results that tell whether a cause came up again: something was written, and came to its end by what it was. */
const TELLING: ReadonlySet<Lesson['result']> = new Set(['promoted', 'rolled-back', 'inconclusive', 'rejected', 'reverted']);

type Trial = { readonly isHeldOut: boolean; readonly recurred: boolean };
type Subject = Pick<LearnedRule, 'id' | 'targetId' | 'subject' | 'modules'> & { readonly opportunityKind?: string };
type Growing = Subject & {
  cause: Cause; seenIn: Set<string>; firstSeenAt: Instant; lastSeenAt: Instant; since: Instant | undefined; strongestGain: number;
  /** By improvement: a promotion may be taken back later, and counts once. */
  trials: Map<string, Trial>;
  withdrawal: Withdrawal | undefined;
};

/**
 * What the lessons of one target come to: hints, rules, and those that were withdrawn, oldest first. A fold over the lessons in their order: each
 * sighting of a cause counts its improvement once; from the second on it is a rule; improvements with it and without it are its trials; a
 * rule that does not help, or was not met for 90 days, or whose code is gone, is withdrawn; met again after that, it begins anew as a hint.
 */
export const learnedRules = (lessons: readonly Lesson[], now: Instant): LearnedRule[] => {
  const rules = new Map<string, Growing>();
  for (const lesson of lessons.toSorted((a, b) => a.at - b.at)) {
    for (const rule of rules.values()) expire(rule, lesson.at);
    const sighted = sightingsOf(lesson);
    for (const [cause, subject] of sighted) see(rules, lesson, cause, subject);
    const recurring = new Set(sighted.map(([, { id }]) => id));
    for (const rule of rules.values()) tryOn(rule, lesson, recurring.has(rule.id));
  }
  for (const rule of rules.values()) expire(rule, now);
  return [...rules.values()].map(shown);
};

/** What a lesson's causes are about. A check that a model failed says nothing of the kind of opportunity; what traffic or a person said does. A recipe writes the same again in the same place. */
const sightingsOf = ({ causes = [], author, targetId, opportunityKind, modules = [] }: Lesson): (readonly [Cause, Subject])[] => {
  const [written] = author.split(':');
  // Where nothing was written there is no author, and what went wrong on the way were a model's answers.
  const kind = written === 'none' ? 'model' : written;
  if (kind !== 'recipe' && kind !== 'model') return [];
  const subject = kind === 'model' ? 'model' : author;
  return causes.map((cause) => {
    const ofKind = kind === 'model' && cause.from !== 'gate' ? opportunityKind : undefined;
    const places = kind === 'recipe' ? modules : [];
    const id = idOf([targetId, subject, causeKey(cause), ofKind ?? '', ...places]);
    return [cause, { id, targetId, subject, modules: places, ...(ofKind === undefined ? {} : { opportunityKind: ofKind }) }] as const;
  });
};

const idOf = (parts: readonly string[]): string => `rule-${hash32(parts.join('\n')).toString(36)}${hash32(parts.join('\n'), 1).toString(36)}`;

const see = (rules: Map<string, Growing>, { at, improvementId, opportunityGain = 0 }: Lesson, cause: Cause, subject: Subject): void => {
  const known = rules.get(subject.id);
  const begun: Growing = known !== undefined && known.withdrawal === undefined ? known : { ...subject, cause, seenIn: new Set(), firstSeenAt: at, lastSeenAt: at, since: undefined, strongestGain: 0, trials: new Map(), withdrawal: undefined };
  begun.cause = cause;
  begun.seenIn.add(improvementId);
  begun.lastSeenAt = at;
  begun.strongestGain = Math.max(begun.strongestGain, opportunityGain);
  if (begun.seenIn.size >= SEEN_TO_RULE) begun.since ??= at;
  rules.set(subject.id, begun);
};

const tryOn = (rule: Growing, { at, improvementId, author, result, applied = [], heldOut = [], gone = [] }: Lesson, recurred: boolean): void => {
  if (rule.withdrawal !== undefined) return;
  if (gone.includes(rule.id)) {
    rule.withdrawal = { why: 'code-gone', at };
    return;
  }
  const isApplied = applied.includes(rule.id);
  if (!isApplied && !heldOut.includes(rule.id)) return;
  // A recipe that a rule kept from writing cannot have failed again; all else counts only where this author wrote something.
  const keptAway = isApplied && rule.subject !== 'model' && author !== rule.subject;
  const wrote = rule.subject === 'model' ? author.startsWith('model:') : author === rule.subject;
  if (!keptAway && !(wrote && TELLING.has(result)) && !(recurred && rule.subject === 'model')) return;
  const before = rule.trials.get(improvementId);
  rule.trials.set(improvementId, { isHeldOut: !isApplied, recurred: recurred || before?.recurred === true });
  const helps = helpOf(rule);
  if (helps !== undefined && helps < LEAST_PROBABILITY) rule.withdrawal = { why: 'holdout', at };
};

const expire = (rule: Growing, at: Instant): void => {
  if (rule.withdrawal === undefined && at - rule.lastSeenAt >= UNSEEN_MS) rule.withdrawal = { why: 'unseen', at: rule.lastSeenAt + UNSEEN_MS };
};

const trialsOf = ({ trials }: Growing, isHeldOut: boolean): Trials => {
  const all = [...trials.values()].filter((trial) => trial.isHeldOut === isHeldOut);
  return { improvements: all.length, recurred: all.filter(({ recurred }) => recurred).length };
};

const helpOf = (rule: Growing): number | undefined => probabilityItHelps(trialsOf(rule, false), trialsOf(rule, true));

const shown = (rule: Growing): LearnedRule => {
  const { id, targetId, subject, cause, opportunityKind, modules, seenIn, firstSeenAt, lastSeenAt, since, withdrawal, strongestGain } = rule;
  const helps = helpOf(rule);
  return {
    id, targetId, subject, cause, modules, seen: seenIn.size, firstSeenAt, lastSeenAt, strongestGain,
    state: withdrawal === undefined ? (since === undefined ? 'hint' : 'rule') : 'withdrawn',
    applied: trialsOf(rule, false), heldOut: trialsOf(rule, true), text: ruleText(cause, { subject, opportunityKind, modules }),
    ...(opportunityKind === undefined ? {} : { opportunityKind }), ...(withdrawal === undefined ? {} : { withdrawal }), ...(since === undefined ? {} : { since }), ...(helps === undefined ? {} : { helps }),
  };
};
