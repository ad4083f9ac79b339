import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { TestJob, TestRun } from '../../ports/workshop.ts';
import { runnerCommand } from './workshop-command.ts';
import { readCoverage } from './workshop-coverage.ts';
import { makeWorkshopFolder, type WorkshopFolder } from './workshop-folder.ts';
import { MAX_PROCESSES, REPORTER } from './workshop-isolation.ts';
import { runBounded, type ProcessLimits, type ProcessRun } from './workshop-process.ts';
import { readResults } from './workshop-results.ts';

const MAX_RESULTS_MB = 256;

/**
 * Runs tests in a folder of their own with an environment without credentials and bounded time, memory and output, and no more than
 * that: what else must be kept from them is up to the machine. The folder is removed afterwards.
 */
export async function testInOwnFolder(job: TestJob): Promise<TestRun> {
  await using folder = await makeWorkshopFolder(ownFiles(job), undefined);
  if (job.dependencies !== undefined) await linkPackages(resolve(job.dependencies), join(folder.source, 'node_modules'), job.runner);
  const command = runnerCommand(job, { results: folder.results, reporter: REPORTER, hasVitestCoverage: hasPackage(job, '@vitest/coverage-v8') });
  const path = [dirname(process.execPath), join(folder.source, 'node_modules/.bin'), process.env['PATH'] ?? '/usr/bin:/bin'];
  const [program = 'node', ...args] = command.argv;
  const run = await runBounded(program, args, { sandbox: false, cwd: folder.source, env: { ...environmentOf(path, folder.etc), ...command.environment } }, limitsOf(job, folder));
  // Awaited here, since the folder goes when this function is left.
  return await collectRun(job, folder, run, folder.source);
}

/** Vite writes into `node_modules` (its configuration, compiled), so there it gets a folder of links to the packages, which may be read-only. */
export async function linkPackages(packages: string, at: string, runner: TestJob['runner']): Promise<void> {
  if (runner !== 'vitest') return symlink(packages, at, 'junction');
  await mkdir(at);
  for (const name of await readdir(packages)) if (!name.startsWith('.vite')) await symlink(join(packages, name), join(at, name), 'junction');
}

/** Packages that somebody committed give way to the installed ones. */
export const ownFiles = ({ files, dependencies }: TestJob): TestJob['files'] => (dependencies === undefined ? files : new Map([...files].filter(([name]) => !name.startsWith('node_modules/'))));

export const environmentOf = (path: readonly string[], home: string): Record<string, string> => ({ PATH: path.join(delimiter), HOME: home, TMPDIR: home, LANG: 'C.UTF-8', CI: '1', NO_COLOR: '1' });

export const limitsOf = (job: TestJob, folder: WorkshopFolder): ProcessLimits => ({ timeoutMs: job.timeoutSeconds * 1000, memoryMb: job.memoryMb, processes: MAX_PROCESSES, folder: { path: folder.results, maxMb: MAX_RESULTS_MB } });

export const hasPackage = ({ dependencies }: TestJob, name: string): boolean => dependencies !== undefined && existsSync(join(dependencies, name, 'package.json'));

/** What a run left behind, as the process that judges reads it. `service`: the service's folder as the run saw it. */
export async function collectRun(job: TestJob, folder: WorkshopFolder, { reported, ...run }: ProcessRun, service: string): Promise<TestRun> {
  const tests = await readResults(job.runner, { reported, results: folder.results, service });
  const coverage = await readCoverage(job, folder.results, service);
  return { ...run, output: run.output.replaceAll(PROOFS, ''), tests, coverage };
}

/** What test files' processes prove their ends with: said to the runner, and of no use to a reader. */
const PROOFS = /^pawl-[0-9a-f-]{36} ended \d+\n/gm;
