import type { Target } from '../domain/target.ts';
import type { Workshop } from '../ports/workshop.ts';
import type { ReleaseDependencies } from './dependencies.ts';

const TIMEOUT_SECONDS = 60;
const LEAST_MEMORY_MB = 1024;

/** Proves a merge with a moved main branch: all of the target's own tests pass on the merged tree, and there are some. */
export const mergeProver = (workshop: (target: Target) => Promise<Workshop> | Workshop, dependenciesOf: (target: Target) => Promise<string | undefined> | string | undefined): NonNullable<ReleaseDependencies['proveMerge']> => async (target, tree) => {
  const run = await (await workshop(target)).test({
    files: tree.files, dependencies: await dependenciesOf(target), command: target.test.command, runner: target.test.runner,
    timeoutSeconds: TIMEOUT_SECONDS, memoryMb: Math.max(LEAST_MEMORY_MB, target.limits.memoryMb),
  });
  return run.ended === 'exited' && run.exitCode === 0 && run.tests.length > 0 && run.tests.every(({ status }) => status !== 'failed');
};
