import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { carryOut, type AskRollback } from '../../shared/release/action-request.ts';
import { mergeProver } from '../../shared/release/prove-merge.ts';
import type { Machine } from './machine.ts';

/** The release effects on this machine, for somebody who acts. */
export const releaseDependencies = (machine: Machine, actor: string): ReleaseDependencies => {
  // The machine's `host` is the function host; the one that effects speak through is another thing.
  const { host: _, ...ports } = machine;
  return { ...ports, actor, proveMerge: mergeProver(() => machine.workshop, machine.dependenciesOf) };
};

/** On one machine there is nobody else to ask: it is carried out here, in the name of who asks. */
export const askRollback = (machine: Machine): AskRollback => (request) => carryOut(request, releaseDependencies(machine, request.by));
