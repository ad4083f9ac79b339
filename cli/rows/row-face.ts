import type { Command } from 'commander';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import type { Message } from '../../shared/ports/host.ts';

/** How a row of the command table looks on the command line, where that does not follow from its schema. */
export type RowFace = {
  /** Shorter names, and those it had before. */
  readonly aliases?: readonly string[];
  /** Input fields that are written as words rather than options, in order. */
  readonly words?: readonly string[];
  /** Other names of options: input field → long name without dashes. */
  readonly names?: Readonly<Record<string, string>>;
  /** Input fields that are not offered as options, because `extend` brings them in another way. */
  readonly hidden?: readonly string[];
  /** Input fields that need not be said here, because `prepare` fills them in. */
  readonly optional?: readonly string[];
  /** Adds options of its own. */
  readonly extend?: (command: Command) => void;
  /** Turns words and options into the input, where something has to be read or asked first. Throws `InvalidArgumentError` for what a person can correct. */
  readonly prepare?: (input: Record<string, unknown>, flags: Readonly<Record<string, unknown>>, dependencies: DoorDependencies) => Promise<Record<string, unknown>> | Record<string, unknown>;
  /** What people read: a text, or messages that the terminal knows how to draw; without it the value is written out plainly. */
  shows?(this: void, value: unknown, flags: Readonly<Record<string, unknown>>, input: Readonly<Record<string, unknown>>): string | readonly Message[];
};
