import { sentenceOf } from '../../shared/domain/error-code.ts';
import { INTENTS } from '../../shared/domain/improvement.ts';
import { stoppedFor } from '../../shared/release/take-everything-back.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Releases } from '../../shared/store/releases.ts';

export type GuardDependencies = {
  readonly improvements: Improvements;
  readonly releases: Releases;
  readonly clock: Clock;
  readonly beatSeconds: number;
  /** Why everything is stopped; `undefined` while it is not. Absent where nothing can be stopped. */
  readonly stopped?: () => Promise<string | undefined>;
  readonly actions: {
    readonly rollBack: (improvementId: string, ending: { state: 'rolled-back' | 'superseded'; reason: string }) => Promise<unknown>;
    readonly finishIntent: (improvementId: string) => Promise<unknown>;
  };
};

const MOST_MISSED_BEATS = 3;

/** `stopped`: everything is. `problem`: what kept it from being done; it is tried again at the next look. */
export type GuardAct = { readonly improvementId: string; readonly did: 'rolled back' | 'finished' | 'could not finish'; readonly state: string; readonly silentSeconds: number; readonly stopped?: true; readonly problem?: string };

/**
 * Looks at every active release once. A watched one that missed three beats is rolled back; an announced effect that nobody has
 * driven for more than one beat is taken over and finished. Everything it does is claimed or fenced, so a slow owner who is
 * not dead after all does no harm. While everything is stopped, whatever is exposed goes back at once. One that cannot be finished does not keep the others waiting.
 */
export const guard = async ({ improvements, releases, clock, beatSeconds, actions, stopped }: GuardDependencies): Promise<{ active: number; acts: GuardAct[] }> => {
  const ids = await releases.active();
  // That the switch cannot be read must not keep it from guarding.
  const why = ids.length === 0 ? undefined : await stopped?.().catch(() => undefined);
  const look = async (improvementId: string): Promise<GuardAct | undefined> => {
    const improvement = await improvements.find(improvementId);
    const release = await releases.find(improvementId);
    if (!improvement || !release) return undefined;
    const { state } = improvement;
    const silentSeconds = (clock.now() - Math.max(release.beatAt, improvement.stateSince)) / 1000;
    const isUnwatched = state === 'watching' && silentSeconds > MOST_MISSED_BEATS * beatSeconds;
    const isStale = INTENTS.some((intent) => intent === state) && silentSeconds > beatSeconds;
    const isCalledBack = why !== undefined && (state === 'watching' || state === 'releasing' || state === 'promoting');
    if (!isUnwatched && !isStale && !isCalledBack) return undefined;
    const seen = { improvementId, state, silentSeconds };
    try {
      if (isCalledBack) {
        const done = await actions.rollBack(improvementId, { state: 'superseded', reason: stoppedFor(improvement, why) });
        if (done !== false) return { ...seen, did: 'rolled back', stopped: true };
        // Being merged: whoever merges it finishes it, or it is taken over like any other.
        if (!isStale) return undefined;
      }
      if (isUnwatched) await actions.rollBack(improvementId, { state: 'rolled-back', reason: `Nobody has been watching it for ${silentSeconds.toFixed(1)} s.` });
      else await actions.finishIntent(improvementId);
      return { ...seen, did: isUnwatched ? 'rolled back' : 'finished' };
    } catch (error) {
      return { ...seen, did: 'could not finish', problem: sentenceOf(error) };
    }
  };
  const acts = (await Promise.all(ids.map(look))).filter((act) => act !== undefined);
  return { active: ids.length, acts };
};
