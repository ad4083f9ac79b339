import type * as z from 'zod';
import type { Caller, Permission } from '../../domain/caller.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { CommandResult } from '../dependencies.ts';
import type { DoorDependencies } from './door-dependencies.ts';

/** What a row's function is given beside its input: who asks, what they may see, and which request it is. */
export type Asking = {
  readonly caller: Caller;
  readonly sight: Sight;
  /** The same id is the same request: told twice, it is done once. */
  readonly requestId?: string | undefined;
};

/**
 * One thing that can be asked: every door makes its face from this row (a route, a tool, a command, a button), so that names, permissions and errors are
 * the same everywhere. Input fields named `targetId`, `improvementId`, `cycleId` and `tenantId` are looked up before `run` is called: what the caller may
 * not see is answered exactly like what does not exist.
 */
export type CommandRow<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> = {
  /** Like `start-cycle`: a verb and its object, in kebab case. */
  readonly name: string;
  /** `read` changes nothing and may be repeated; `act` stands in the audit log. */
  readonly kind: 'read' | 'act';
  readonly permission: Permission;
  /** A few words, as a heading. */
  readonly title: string;
  /** What it does and when to use it, for people and agents: a sentence or two. */
  readonly summary: string;
  readonly input: Input;
  /** `targetId` may be `@pawl`: what belongs to no target, for those who see all. */
  readonly takesPawl?: boolean;
  readonly output: Output;
  /** Executed as a test against a store with the examples' world in it (tests/support). */
  readonly example: { readonly input: z.input<Input>; readonly output: z.input<Output> };
  /** A method, so that rows of all shapes fit into one table. */
  run(input: z.output<Input>, dependencies: DoorDependencies, asking: Asking): Promise<CommandResult<{ readonly value: z.input<Output> }>>;
};

/** Declares a row; the types of input and output follow from its schemas. */
export const commandRow = <Input extends z.ZodObject, Output extends z.ZodType>(row: CommandRow<Input, Output>): CommandRow<Input, Output> => row;
