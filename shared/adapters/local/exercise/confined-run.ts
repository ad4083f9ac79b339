import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExerciseJob } from '../../../ports/exercise.ts';
import { unreadableNode } from '../workshop-cache.ts';
import { makeWorkshopFolder } from '../workshop-folder.ts';
import { isReadableByOthers, MAX_PROCESSES, maxProcessesFor, sandboxUser, type Isolation } from '../workshop-isolation.ts';
import { environmentOf, linkPackages } from '../workshop-own-folder.ts';
import { runBounded, type ProcessRun } from '../workshop-process.ts';
import { SANDBOX, sandboxArguments } from '../workshop-sandbox.ts';
import type { Places, ToolCall, Toolchain } from './language-tools.ts';

/** What judges inside: read-only, and nothing of it may be replaced. */
const JUDGE = { from: fileURLToPath(new URL('judge', import.meta.url)), at: '/opt/pawl/judge' };

export type Errand = Pick<Toolchain, 'shown' | 'etc'> & {
  readonly job: Pick<ExerciseJob, 'files' | 'dependencies' | 'timeoutSeconds' | 'memoryMb'>;
  /** What the program finds on its standard input. */
  readonly input?: (places: Places) => string;
  readonly call: (places: Places) => ToolCall;
};

/** One program on the job's files, shut off as `Workshop.test` is, with nothing writable that outlives it. */
export async function runConfined(errand: Errand, isolation: Isolation): Promise<ProcessRun> {
  return isolation.kind === 'sandbox' ? inSandbox(errand, isolation.users) : inOwnFolder(errand);
}

async function inSandbox({ job, shown = [], etc = [], input, call }: Errand, users: 'dropped' | 'own'): Promise<ProcessRun> {
  const user = sandboxUser(job.dependencies === undefined || isReadableByOthers(job.dependencies) ? users : 'own');
  await using folder = await makeWorkshopFolder(withoutPackages(job), user.kind === 'dropped' ? user.uid : undefined, etc);
  const places = { service: SANDBOX.service, judge: JUDGE.at, node: SANDBOX.node };
  const { argv, environment } = call(places);
  const args = sandboxArguments({
    user, source: folder.source, etc: folder.etc, results: undefined, shown: [JUDGE, ...shown], nodeBinary: await unreadableNode(),
    dependencies: job.dependencies === undefined ? undefined : resolve(job.dependencies), writableNodeModules: false,
    environment: { ...environmentOf([dirname(SANDBOX.node), '/usr/local/bin', '/usr/bin', '/bin'], '/tmp'), ...environment },
    maxProcesses: maxProcessesFor(user), command: argv,
  });
  return await runBounded('bwrap', args, { sandbox: true, cwd: '/', env: { PATH: process.env['PATH'] ?? '' }, ...(input === undefined ? {} : { input: input(places) }) }, limitsOf(job));
}

/** Without a sandbox: a folder of its own and an environment without credentials, and no more than that. */
async function inOwnFolder({ job, input, call }: Errand): Promise<ProcessRun> {
  await using folder = await makeWorkshopFolder(withoutPackages(job), undefined);
  if (job.dependencies !== undefined) await linkPackages(resolve(job.dependencies), join(folder.source, 'node_modules'), 'node');
  const places = { service: folder.source, judge: JUDGE.from, node: process.execPath };
  const { argv: [program = '', ...args], environment } = call(places);
  const env = { ...environmentOf([dirname(process.execPath), process.env['PATH'] ?? '/usr/bin:/bin'], folder.etc), ...environment };
  return await runBounded(program, args, { sandbox: false, cwd: folder.source, env, ...(input === undefined ? {} : { input: input(places) }) }, limitsOf(job));
}

const limitsOf = ({ timeoutSeconds, memoryMb }: Errand['job']) => ({ timeoutMs: timeoutSeconds * 1000, memoryMb, processes: MAX_PROCESSES });

const withoutPackages = ({ files, dependencies }: Errand['job']) => (dependencies === undefined ? files : new Map([...files].filter(([name]) => !name.startsWith('node_modules/'))));
