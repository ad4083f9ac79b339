import { dirname, join, resolve } from 'node:path';
import type { TestJob, TestRun, Workshop } from '../../ports/workshop.ts';
import { unreadableNode } from './workshop-cache.ts';
import { runnerCommand } from './workshop-command.ts';
import { makeWorkshopFolder } from './workshop-folder.ts';
import { findIsolation, isReadableByOthers, maxProcessesFor, REPORTER, sandboxUser, type Isolation } from './workshop-isolation.ts';
import { collectRun, environmentOf, hasPackage, limitsOf, ownFiles, testInOwnFolder } from './workshop-own-folder.ts';
import { packService } from './workshop-pack.ts';
import { runBounded } from './workshop-process.ts';
import { SANDBOX, sandboxArguments, type SandboxUser } from './workshop-sandbox.ts';

export type WorkshopOptions = {
  /** `none` runs tests without the sandbox although there may be one: for tests of what happens then. */
  readonly isolation?: 'sandbox-if-there-is-one' | 'none';
};

/**
 * Builds and tests with bubblewrap. The process that judges is this one: it reads results that the test runner wrote to a
 * place of their own, and believes neither what a test prints nor an exit code alone. Several runs may go on at once.
 */
export function bubblewrapWorkshop({ isolation = 'sandbox-if-there-is-one' }: WorkshopOptions = {}): Workshop {
  let known: Promise<Isolation> | undefined;
  const isolate = (): Promise<Isolation> => {
    known ??= isolation === 'none' ? Promise.resolve({ kind: 'none', detail: 'The sandbox is switched off.' }) : findIsolation();
    return known;
  };
  return {
    async isolation() {
      const { kind, detail } = await isolate();
      return { kind, detail };
    },
    async test(job) {
      const found = await isolate();
      return found.kind === 'sandbox' ? testInSandbox(job, userFor(job, found.users)) : testUnprotected(job, found.detail);
    },
    pack: packService,
  };
}

/** Packages that only their owner may read (a strict umask) can be shown to a user namespace, but not to another user. */
const userFor = ({ dependencies }: TestJob, users: 'dropped' | 'own'): SandboxUser =>
  sandboxUser(dependencies === undefined || isReadableByOthers(dependencies) ? users : 'own');

async function testInSandbox(job: TestJob, user: SandboxUser): Promise<TestRun> {
  await using folder = await makeWorkshopFolder(ownFiles(job), user.kind === 'dropped' ? user.uid : undefined);
  const command = runnerCommand(job, { results: SANDBOX.results, reporter: SANDBOX.reporter, hasVitestCoverage: hasPackage(job, '@vitest/coverage-v8') });
  const args = sandboxArguments({
    ...folder, user, shown: [{ from: REPORTER, at: SANDBOX.reporter }], nodeBinary: await unreadableNode(), dependencies: job.dependencies === undefined ? undefined : resolve(job.dependencies),
    writableNodeModules: job.runner === 'vitest',
    environment: { ...environmentOf([dirname(SANDBOX.node), join(SANDBOX.service, 'node_modules/.bin'), '/usr/local/bin', '/usr/bin', '/bin'], '/tmp'), ...command.environment },
    maxProcesses: maxProcessesFor(user), command: command.argv,
  });
  const run = await runBounded('bwrap', args, { sandbox: true, cwd: '/', env: { PATH: process.env['PATH'] ?? '' } }, limitsOf(job, folder));
  // Awaited here, since the folder goes when this function is left.
  return await collectRun(job, folder, run, SANDBOX.service);
}

/** Without a sandbox: a folder of its own and an environment without credentials, and no more than that. The output says so. */
async function testUnprotected(job: TestJob, why: string): Promise<TestRun> {
  const run = await testInOwnFolder(job);
  return { ...run, output: `[not isolated: ${why}]\n${run.output}` };
}
