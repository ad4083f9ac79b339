import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import type { Machine } from './machine.ts';

/** The release effects on this machine, for somebody who acts. */
export const releaseDependencies = (machine: Machine, actor: string): ReleaseDependencies => ({
  ...machine,
  actor,
  proveMerge: async (target, tree) => {
    const run = await machine.workshop.test({
      files: tree.files, dependencies: machine.dependenciesOf(target), command: target.test.command, runner: target.test.runner,
      timeoutSeconds: 60, memoryMb: Math.max(1024, target.limits.memoryMb),
    });
    return run.ended === 'exited' && run.exitCode === 0 && run.tests.length > 0 && run.tests.every(({ status }) => status !== 'failed');
  },
});
