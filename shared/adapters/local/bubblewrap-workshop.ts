import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { TestJob, TestRun, Workshop } from '../../ports/workshop.ts';
import { runnerCommand } from './workshop-command.ts';
import { readCoverage } from './workshop-coverage.ts';
import { makeWorkshopFolder, type WorkshopFolder } from './workshop-folder.ts';
import { findIsolation, isReadableByOthers, MAX_PROCESSES, maxProcessesFor, REPORTER, sandboxUser, type Isolation } from './workshop-isolation.ts';
import { packService } from './workshop-pack.ts';
import { runBounded, type ProcessLimits, type ProcessRun } from './workshop-process.ts';
import { readResults } from './workshop-results.ts';
import { SANDBOX, sandboxArguments, type SandboxUser } from './workshop-sandbox.ts';

const MAX_RESULTS_MB = 256;

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
    ...folder, user, reporter: REPORTER, nodeBinary: process.execPath, dependencies: job.dependencies === undefined ? undefined : resolve(job.dependencies),
    writableNodeModules: job.runner === 'vitest',
    environment: { ...environmentOf([dirname(SANDBOX.node), join(SANDBOX.service, 'node_modules/.bin'), '/usr/local/bin', '/usr/bin', '/bin'], '/tmp'), ...command.environment },
    maxProcesses: maxProcessesFor(user), command: command.argv,
  });
  const run = await runBounded('bwrap', args, { sandbox: true, cwd: '/', env: { PATH: process.env['PATH'] ?? '' } }, limitsOf(job, folder));
  // Awaited here, since the folder goes when this function is left.
  return await collect(job, folder, run, SANDBOX.service);
}

/** Without a sandbox: a folder of its own and an environment without credentials, and no more than that. The output says so. */
async function testUnprotected(job: TestJob, why: string): Promise<TestRun> {
  await using folder = await makeWorkshopFolder(ownFiles(job), undefined);
  if (job.dependencies !== undefined) await symlink(resolve(job.dependencies), join(folder.source, 'node_modules'), 'junction');
  const command = runnerCommand(job, { results: folder.results, reporter: REPORTER, hasVitestCoverage: hasPackage(job, '@vitest/coverage-v8') });
  const path = [dirname(process.execPath), join(folder.source, 'node_modules/.bin'), process.env['PATH'] ?? '/usr/bin:/bin'];
  const [program = 'node', ...args] = command.argv;
  const run = await runBounded(program, args, { sandbox: false, cwd: folder.source, env: { ...environmentOf(path, folder.etc), ...command.environment } }, limitsOf(job, folder));
  return await collect(job, folder, { ...run, output: `[not isolated: ${why}]\n${run.output}` }, folder.source);
}

/** Packages that somebody committed give way to the installed ones. */
const ownFiles = ({ files, dependencies }: TestJob): TestJob['files'] => (dependencies === undefined ? files : new Map([...files].filter(([name]) => !name.startsWith('node_modules/'))));

const environmentOf = (path: readonly string[], home: string): Record<string, string> => ({ PATH: path.join(delimiter), HOME: home, TMPDIR: home, LANG: 'C.UTF-8', CI: '1', NO_COLOR: '1' });

const limitsOf = (job: TestJob, folder: WorkshopFolder): ProcessLimits => ({ timeoutMs: job.timeoutSeconds * 1000, memoryMb: job.memoryMb, processes: MAX_PROCESSES, folder: { path: folder.results, maxMb: MAX_RESULTS_MB } });

const hasPackage = ({ dependencies }: TestJob, name: string): boolean => dependencies !== undefined && existsSync(join(dependencies, name, 'package.json'));

async function collect(job: TestJob, folder: WorkshopFolder, { reported, ...run }: ProcessRun, service: string): Promise<TestRun> {
  const tests = await readResults(job.runner, { reported, results: folder.results, service });
  const coverage = await readCoverage(job, folder.results, service);
  return { ...run, tests, coverage };
}
