import type { Instant } from '../../domain/instant.ts';
import type { Look, LookReason } from '../../domain/look.ts';
import { hash32 } from '../detection/text-key.ts';

/**
 * `closeSeconds`: while something is going on. `restSeconds`: while nothing is. `periodSeconds`: of one judged period. Where it is known, what
 * presses is looked at once a period whatever `closeSeconds` says: the judge takes a period for missing that nobody has read.
 */
export type LookIntervals = { readonly closeSeconds: number; readonly restSeconds: number; readonly periodSeconds?: number };

/** Why something outside the telemetry wants a target looked at closely. */
export type Pressing = Extract<LookReason, 'releasing' | 'promoted' | 'emergency'>;

/** An hour with the usual five minutes of rest: so long is a target new, and so long must it say nothing to be called silent. */
const RESTS_TO_SETTLE = 12;
/** A silent target is folded every third time: at five minutes, every fifteen. In between it is only seen whether anything has come. */
const RESTS_WHILE_SILENT = 3;
/** An alarm of which nothing more was heard for so long counts as over: the word that it ended can be lost. */
const ALARM_LASTS_MS = 24 * 3_600_000;

/** What a target's state and its surroundings say after a look. `behind`: there was more than one look may read. `quietMs`: since its last traffic. */
export type LookSituation = {
  readonly targetId: string;
  readonly now: Instant;
  readonly firstAt: Instant;
  readonly pressing?: Pressing | undefined;
  readonly alarms?: Look['alarms'];
  readonly behind: boolean;
  readonly uneasy: boolean;
  readonly quietMs: number;
};

/** Ticks come a little early or late: what is due within half a close interval is done now, or it would be late by a whole tick. */
const slackMs = ({ closeSeconds }: LookIntervals): number => closeSeconds * 500;

const pressingMs = ({ closeSeconds, periodSeconds = closeSeconds }: LookIntervals): number => Math.min(closeSeconds, periodSeconds) * 1000;

/**
 * When a target is looked at next, and why. Close while it is being released or watched, an alarm or an emergency is on, evidence is building
 * up in a metric, it is behind or new; else at rest. Never later than a rest interval and half a close one. At rest the targets' moments are
 * spread over the interval by their names, so that a thousand of them do not come in one minute.
 */
export const nextLook = (situation: LookSituation, intervals: LookIntervals): { readonly nextAt: Instant; readonly because: LookReason } => {
  const { targetId, now } = situation;
  const close = reasonToLookClosely(situation, intervals);
  const closeMs = situation.pressing === undefined ? intervals.closeSeconds * 1000 : pressingMs(intervals);
  if (close !== undefined) return { nextAt: now + Math.min(closeMs, intervals.restSeconds * 1000), because: close };
  const restMs = intervals.restSeconds * 1000;
  const phase = hash32(targetId) % restMs;
  const after = now + slackMs(intervals);
  return { nextAt: (Math.floor((after - phase) / restMs) + 1) * restMs + phase, because: situation.quietMs >= settleMs(intervals) ? 'silent' : 'rest' };
};

const settleMs = ({ restSeconds }: LookIntervals): number => RESTS_TO_SETTLE * restSeconds * 1000;

const reasonToLookClosely = ({ now, firstAt, pressing, alarms = {}, behind, uneasy, quietMs }: LookSituation, intervals: LookIntervals): LookReason | undefined => {
  if (pressing !== undefined) return pressing;
  if (Object.values(alarms).some((since) => now - since < ALARM_LASTS_MS)) return 'alarm';
  if (behind) return 'behind';
  // Where there is no traffic, no evidence is added any more, and none goes.
  if (uneasy && quietMs < settleMs(intervals)) return 'uneasy';
  return now - firstAt < settleMs(intervals) ? 'new' : undefined;
};

/**
 * What to do with a target at a tick: `fold` what it logged, `peek` whether it logged anything (silent ones, which cost least that way), or
 * `leave` it. What presses does not wait for a moment that was set before it did.
 */
export const lookNow = (look: Look | undefined, { now, pressing }: Pick<LookSituation, 'now' | 'pressing'>, intervals: LookIntervals): 'leave' | 'peek' | 'fold' => {
  if (look === undefined) return 'fold';
  const soon = now + slackMs(intervals);
  if (pressing !== undefined && look.lookedAt + pressingMs(intervals) / 2 <= now) return 'fold';
  // A clock that was set back must not silence a target.
  const isDue = look.nextAt <= soon || look.lookedAt > now + settleMs(intervals);
  if (!isDue) return 'leave';
  const wholeAt = look.foldedAt + RESTS_WHILE_SILENT * intervals.restSeconds * 1000;
  return pressing === undefined && look.because === 'silent' && look.cursor !== undefined && wholeAt > soon ? 'peek' : 'fold';
};
