import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import type { Host, Message } from '../../shared/ports/host.ts';
import type { Machine } from '../machine/machine.ts';
import type { PawlProcess } from './pawl-process.ts';

/** Something that the story promises did not happen in this run. */
export class StoryError extends Error {
  override name = 'StoryError';
}

export type Stage = {
  readonly machine: Machine;
  readonly commands: CommandDependencies;
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Starts Pawl's own process again after it was killed. */
  readonly startPawl: () => Promise<PawlProcess>;
};

/** A line of the story. */
export const say = (host: Host, text: string, level: Message['level'] = 'info', data?: Message['data']): void => host.notify({ code: 'PAWL-STORY-001', level, text, ...(data ? { data } : {}) });
/** What comes next, with its number. */
export const heading = (host: Host, number: number, text: string): void => host.notify({ code: `PAWL-STEP-00${number}`, level: 'info', text: `${number}. ${text}` });

/** Asks again and again until there is an answer. Throws `StoryError` with `what` when time is up, and the signal's reason when it is aborted. */
export const until = async <Answer>({ machine: { clock }, signal }: Stage, what: string, timeoutSeconds: number, ask: () => Promise<Answer | undefined | false>): Promise<Answer> => {
  const deadline = clock.now() + timeoutSeconds * 1000;
  while (clock.now() < deadline) {
    signal.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await clock.sleep(200, signal);
  }
  throw new StoryError(`${what} within ${timeoutSeconds} s.`);
};
