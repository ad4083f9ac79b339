import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { mergeProver } from '../../shared/release/prove-merge.ts';
import type { Machine } from './machine.ts';

/** The release effects on this machine, for somebody who acts. */
export const releaseDependencies = (machine: Machine, actor: string): ReleaseDependencies => ({ ...machine, actor, proveMerge: mergeProver(() => machine.workshop, machine.dependenciesOf) });
