import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { makeWorkshopFolder } from './workshop-folder.ts';
import { runBounded } from './workshop-process.ts';
import { sandboxArguments, type SandboxUser } from './workshop-sandbox.ts';

export type Isolation = { readonly kind: 'sandbox'; readonly detail: string; readonly users: 'dropped' | 'own' } | { readonly kind: 'none'; readonly detail: string };

export const REPORTER = fileURLToPath(new URL('workshop-node-reporter.mjs', import.meta.url));

/** Node alone has about a dozen threads a process, and they count; vitest and node:test start one process a core. */
export const MAX_PROCESSES = 256 + 32 * availableParallelism();

const HOW_TO = process.platform === 'linux'
  ? 'Install bubblewrap ("apt-get install bubblewrap", "dnf install bubblewrap"); where user namespaces are restricted (Ubuntu 24.04), allow them for it with an AppArmor profile or run Pawl as root.'
  : 'There is none for this system yet; run Pawl on Linux or in a Linux container with bubblewrap.';

/** Tries the sandbox once with a program that does nothing. */
export async function findIsolation(): Promise<Isolation> {
  if (process.platform !== 'linux') return { kind: 'none', detail: `No sandbox: tests run with a stripped environment only, and patches by a model are refused. ${HOW_TO}` };
  let complaint = '';
  for (const users of process.getuid?.() === 0 ? (['dropped', 'own'] as const) : (['own'] as const)) {
    const user = sandboxUser(users);
    await using folder = await makeWorkshopFolder(new Map(), user.kind === 'dropped' ? user.uid : undefined);
    const args = sandboxArguments({ ...folder, user, results: undefined, shown: [], nodeBinary: process.execPath, dependencies: undefined, writableNodeModules: false, environment: { PATH: '/usr/bin:/bin' }, maxProcesses: maxProcessesFor(user), command: ['true'] });
    const run = await runBounded('bwrap', args, { sandbox: true, cwd: '/', env: { PATH: process.env['PATH'] ?? '' } }, { timeoutMs: 10_000, memoryMb: 512, processes: MAX_PROCESSES });
    if (run.exitCode === 0) return { kind: 'sandbox', users, detail: `bubblewrap, ${users === 'dropped' ? 'as a user of its own' : 'in a user namespace'}` };
    complaint = run.output.trim().split('\n').at(-1) ?? '';
  }
  return { kind: 'none', detail: `No sandbox (${complaint}): tests run with a stripped environment only, and patches by a model are refused. ${HOW_TO}` };
}

/** A user for one run: ids that belong to nobody on ordinary systems, a different one each time, so that limits per user are limits per run. */
export const sandboxUser = (users: 'dropped' | 'own'): SandboxUser => (users === 'dropped' ? { kind: 'dropped', uid: 60_000 + randomInt(5000) } : { kind: 'own' });

/** Whether a user who owns nothing could read what is to be shown to it. */
export function isReadableByOthers(path: string): boolean {
  const { mode } = statSync(path);
  return (mode & 0o005) === 0o005;
}

/** Linux before 5.14 counts a user's processes across namespaces: a limit there would count the developer's own. */
export function maxProcessesFor(user: SandboxUser): number | undefined {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return user.kind === 'dropped' || major > 5 || (major === 5 && minor >= 14) ? MAX_PROCESSES : undefined;
}
