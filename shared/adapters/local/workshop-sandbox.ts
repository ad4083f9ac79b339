import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { seccompFilter } from './workshop-seccomp.ts';

/** Where things lie inside the sandbox. */
export const SANDBOX = {
  service: '/service',
  /** Only with `writableNodeModules`; else packages lie in the service's folder. */
  packages: '/packages/node_modules',
  results: '/results',
  source: '/source',
  node: '/opt/pawl/bin/node',
  reporter: '/opt/pawl/reporter.mjs',
} as const;

/** Where bubblewrap tells the process id of the sandbox's first process. */
export const SANDBOX_STATUS_FD = 4;

/** Where bubblewrap reads the filter of system calls. */
export const SANDBOX_FILTER_FD = 5;

/**
 * Who runs inside. `dropped`: Pawl is root, so the process gets a user id that owns nothing on this machine.
 * `own`: Pawl is an ordinary user, so the process keeps that id in a user namespace without any power.
 */
export type SandboxUser = { readonly kind: 'dropped'; readonly uid: number } | { readonly kind: 'own' };

/** A file or folder of this machine, and where it lies inside. */
export type Shown = { readonly from: string; readonly at: string };

export type SandboxPlan = {
  readonly user: SandboxUser;
  /** Host folders and files: sources to copy in, where results go, `/etc` with a user and localhost. */
  readonly source: string;
  /** None: nothing is written that outlives the run. */
  readonly results: string | undefined;
  readonly etc: string;
  readonly nodeBinary: string;
  /** Further files and folders of this machine to show read-only: toolchains, and what judges. */
  readonly shown: readonly Shown[];
  readonly dependencies: string | undefined;
  /** Vite writes into `node_modules` (its configuration, compiled), so there it gets a folder of links to the packages. */
  readonly writableNodeModules: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly maxProcesses: number | undefined;
  readonly command: readonly string[];
};

/** All that a run may write to, apart from its results. */
export const WRITABLE_FOLDERS = [SANDBOX.service, '/tmp', '/dev/shm'] as const;

const NODE_MODULES = join(SANDBOX.service, 'node_modules');
const START = ['umask 022', `cp -r ${SANDBOX.source}/. ${SANDBOX.service}/`];
const LINK_PACKAGES = [`mkdir ${NODE_MODULES}`, `ln -s ${SANDBOX.packages}/* ${NODE_MODULES}/`, `{ [ ! -e ${SANDBOX.packages}/.bin ] || ln -s ${SANDBOX.packages}/.bin ${NODE_MODULES}/.bin; }`];

const MEGABYTE = 1024 * 1024;
const SERVICE_DISK_BYTES = 256 * MEGABYTE;
const TEMPORARY_DISK_BYTES = 128 * MEGABYTE;
const MAX_OPEN_FILES = 4096;
const MAX_FILE_BYTES = 128 * MEGABYTE;
const ROOT_LINKS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/**
 * The argument list for bubblewrap: own process, network, mount and IPC namespaces; the system read-only; all writable
 * places are memory file systems of bounded size, apart from the results folder, where single files are bounded.
 */
export function sandboxArguments(plan: SandboxPlan): string[] {
  const namespaces = plan.user.kind === 'dropped'
    ? ['--unshare-ipc', '--unshare-pid', '--unshare-net', '--unshare-uts', '--unshare-cgroup-try', '--cap-drop', 'ALL', '--cap-add', 'CAP_SETUID', '--cap-add', 'CAP_SETGID', '--cap-add', 'CAP_SETPCAP']
    : ['--unshare-all', '--uid', '1000', '--gid', '1000'];
  return [
    ...namespaces, '--die-with-parent', '--new-session', '--json-status-fd', String(SANDBOX_STATUS_FD), ...(seccompFilter(process.arch) === undefined ? [] : ['--seccomp', String(SANDBOX_FILTER_FD)]), '--hostname', 'workshop', '--clearenv',
    ...Object.entries(plan.environment).flatMap(([name, value]) => ['--setenv', name, value]),
    '--ro-bind', '/usr', '/usr', ...systemLinks(),
    '--ro-bind', plan.etc, '/etc', '--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache', '--ro-bind-try', '/etc/alternatives', '/etc/alternatives',
    '--proc', '/proc', '--dev', '/dev', ...memoryFolder('/dev/shm', TEMPORARY_DISK_BYTES), '--remount-ro', '/dev',
    ...memoryFolder('/tmp', TEMPORARY_DISK_BYTES), ...memoryFolder(SANDBOX.service, SERVICE_DISK_BYTES),
    '--ro-bind', plan.source, SANDBOX.source, ...(plan.results === undefined ? [] : ['--bind', plan.results, SANDBOX.results]),
    ...foldersAbove(SANDBOX.node), '--ro-bind', plan.nodeBinary, SANDBOX.node, ...plan.shown.flatMap(({ from, at }) => [...foldersAbove(at), '--ro-bind', from, at]),
    ...(plan.dependencies === undefined ? [] : dependencyMounts(plan.dependencies, plan.writableNodeModules ? SANDBOX.packages : NODE_MODULES, plan.source)),
    '--remount-ro', '/', '--chdir', SANDBOX.service, '--',
    ...(plan.user.kind === 'dropped' ? setUser(plan.user.uid) : []),
    'prlimit', `--fsize=${MAX_FILE_BYTES}`, '--core=0', `--nofile=${MAX_OPEN_FILES}`, ...(plan.maxProcesses === undefined ? [] : [`--nproc=${plan.maxProcesses}`]), '--',
    'sh', '-c', [...START, ...(plan.writableNodeModules && plan.dependencies !== undefined ? LINK_PACKAGES : []), 'exec "$@"'].join(' && '), 'sh', ...plan.command,
  ];
}

const setUser = (uid: number): string[] => ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all', '--'];

const memoryFolder = (path: string, bytes: number): string[] => ['--perms', '1777', '--size', String(bytes), '--tmpfs', path];

/** bubblewrap makes missing folders for its own eyes only. */
function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === '/' ? [] : [...foldersAbove(above), '--perms', '0755', '--dir', above];
}

/** `/bin`, `/lib` and their like: links into `/usr` on most systems, folders on some. */
function systemLinks(): string[] {
  return ROOT_LINKS.flatMap((name) => {
    const stats = lstatSync(`/${name}`, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    return stats.isSymbolicLink() ? ['--symlink', readlinkSync(`/${name}`), `/${name}`] : ['--ro-bind', `/${name}`, `/${name}`];
  });
}

/**
 * The installed packages, and the folders outside them that packages are linked from (workspaces). A package that is linked from
 * the service's own folder comes with its sources: those are what is tested.
 */
function dependencyMounts(dependencies: string, inside: string, source: string): string[] {
  const scopes = readdirSync(dependencies).filter((name) => name.startsWith('@') && lstatSync(join(dependencies, name)).isDirectory());
  const home = realpathSync(dependencies);
  const links = ['', ...scopes].flatMap((scope) => readdirSync(join(dependencies, scope), { withFileTypes: true })
    .filter((entry) => entry.isSymbolicLink())
    .flatMap((entry) => {
      const path = join(dependencies, scope, entry.name);
      const real = realOrNothing(path);
      if (real === undefined || real.startsWith(`${home}/`)) return [];
      const shownAt = resolve(dirname(join(inside, scope, entry.name)), readlinkSync(path));
      if (shownAt.startsWith(`${SANDBOX.service}/`) && existsSync(join(source, shownAt.slice(SANDBOX.service.length)))) return [];
      return [...foldersAbove(shownAt), '--ro-bind', real, shownAt];
    }));
  return [...foldersAbove(inside), '--ro-bind', home, inside, ...links];
}

function realOrNothing(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
