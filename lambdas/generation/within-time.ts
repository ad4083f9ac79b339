import type { Clock } from '../../shared/ports/clock.ts';
import type { AskModel } from './models/ask-model.ts';

/** Models that were slow now may be quicker then. */
const TRY_AGAIN_MS = 900_000;

/**
 * The same asking, but no question is begun after `beginForMs`: a step has a limit of its own (600 s), and is better ended in order than cut off. One
 * question takes 240 s at most.
 */
export const withinTime = (ask: AskModel, clock: Clock, beginForMs = 300_000): AskModel => {
  const until = clock.now() + beginForMs;
  return async (task, question) =>
    clock.now() < until ? ask(task, question) : { ok: false, reason: 'unavailable', resumeAt: clock.now() + TRY_AGAIN_MS, text: `Its models have taken ${Math.round(beginForMs / 1000)} s already, which is all that one remedy gets.` };
};
