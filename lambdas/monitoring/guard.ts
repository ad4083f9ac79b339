import { INTENTS } from '../../shared/domain/improvement.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Releases } from '../../shared/store/releases.ts';

export type GuardDependencies = {
  readonly improvements: Improvements;
  readonly releases: Releases;
  readonly clock: Clock;
  readonly beatSeconds: number;
  readonly actions: {
    readonly rollBack: (improvementId: string, ending: { state: 'rolled-back'; reason: string }) => Promise<unknown>;
    readonly finishIntent: (improvementId: string) => Promise<unknown>;
  };
};

const MOST_MISSED_BEATS = 3;

export type GuardAct = { readonly improvementId: string; readonly did: 'rolled back' | 'finished'; readonly state: string; readonly silentSeconds: number };

/**
 * Looks at every active release once. A watched one that missed three beats is rolled back; an announced effect that nobody has
 * driven for more than one beat is taken over and finished. Everything it does is claimed or fenced, so a slow owner who is
 * not dead after all does no harm.
 */
export const guard = async ({ improvements, releases, clock, beatSeconds, actions }: GuardDependencies): Promise<{ active: number; acts: GuardAct[] }> => {
  const ids = await releases.active();
  const acts: GuardAct[] = [];
  for (const improvementId of ids) {
    const improvement = await improvements.find(improvementId);
    const release = await releases.find(improvementId);
    if (!improvement || !release) continue;
    const { state } = improvement;
    const silentSeconds = (clock.now() - Math.max(release.beatAt, improvement.stateSince)) / 1000;
    if (state === 'watching' && silentSeconds > MOST_MISSED_BEATS * beatSeconds) {
      await actions.rollBack(improvementId, { state: 'rolled-back', reason: `Nobody has been watching it for ${silentSeconds.toFixed(1)} s.` });
      acts.push({ improvementId, did: 'rolled back', state, silentSeconds });
    } else if (INTENTS.some((intent) => intent === state) && silentSeconds > beatSeconds) {
      await actions.finishIntent(improvementId);
      acts.push({ improvementId, did: 'finished', state, silentSeconds });
    }
  }
  return { active: ids.length, acts };
};
