import type { Clock } from '../../shared/ports/clock.ts';
import { UnreadableStateError, type TargetStates } from '../../shared/store/target-states.ts';
import type { DueTarget } from './due-targets.ts';

/**
 * A state that nobody could read for so long is given up. Not at once: while a new version of Pawl comes or goes, the one that goes cannot read
 * what the other wrote, and must not throw it away.
 */
const GIVEN_UP_MS = 30 * 60_000;

/** A target is learned anew, because what was known of it could not be read any more. */
export class StateStartedAnewError extends Error {
  override name = 'StateStartedAnewError';
  readonly code = 'PAWL-STATE-ANEW';

  constructor(cause: UnreadableStateError) {
    super(`${cause.message} Nobody could read it for half an hour, so it is learned anew from here on; what was there is kept for thirty days as "state-unreadable".`, { cause });
  }
}

/** What to tell of a look that failed with `error`: when the target's state has been unreadable for half an hour, it is begun anew where it stood, and that is told. */
export const givenUp = async (error: unknown, { target, look }: DueTarget, { states, clock }: { readonly states: Pick<TargetStates, 'startAnew'>; readonly clock: Pick<Clock, 'now'> }): Promise<unknown> => {
  const now = clock.now();
  if (!(error instanceof UnreadableStateError) || look === undefined || now - look.foldedAt < GIVEN_UP_MS) return error;
  try {
    return (await states.startAnew(target.id, error, look.cursor, now)) ? new StateStartedAnewError(error) : error;
  } catch {
    return error;
  }
};
