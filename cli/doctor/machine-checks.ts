import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { type Diagnosis, fine, warning, wrong } from './diagnosis.ts';
import { tryProgram } from './try-program.ts';

const NODE_MAJOR = 24;
/** `git merge-tree --write-tree` came with this version. */
const GIT_NEEDED = [2, 38] as const;
const MEGABYTE = 1024 * 1024;
const FREE_MB_NEEDED = 100;
const FREE_MB_WISHED = 500;

export function checkNode(version: string): Diagnosis {
  const major = Number.parseInt(version.replace(/^v/, ''), 10);
  return major >= NODE_MAJOR
    ? fine('node', `Node ${version.replace(/^v/, '')}`)
    : wrong('node', `This is Node ${version.replace(/^v/, '')}, and Pawl runs on ${NODE_MAJOR}`, 'run `npm ci`, which brings it along, and start Pawl with `npx pawl`');
}

export async function checkGit(program = 'git'): Promise<Diagnosis> {
  const { found, stdout } = await tryProgram(program, ['--version']);
  if (!found) return wrong('git', 'git is not installed', 'apt-get install git, brew install git, or https://git-scm.com');
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  const isNewEnough = Number(major) > GIT_NEEDED[0] || (Number(major) === GIT_NEEDED[0] && Number(minor) >= GIT_NEEDED[1]);
  return isNewEnough ? fine('git', `git ${major}.${minor}`) : wrong('git', `git ${major}.${minor} is too old`, `install ${GIT_NEEDED.join('.')} or newer`);
}

/** Really starts a sandbox: being installed is not enough where the system forbids it. */
export async function checkSandbox(program = 'bwrap'): Promise<Diagnosis> {
  const refused = 'without it, patches written by a model are refused and tests run with less isolation';
  if (process.platform !== 'linux') return warning('sandbox', `There is no bubblewrap on ${process.platform}: ${refused}`, 'run Pawl on Linux or in a Linux container');
  const { found, exitCode, stderr } = await tryProgram(program, ['--unshare-all', '--die-with-parent', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true']);
  if (!found) return warning('sandbox', `bubblewrap is not installed: ${refused}`, 'apt-get install bubblewrap (or dnf, pacman, apk)');
  if (exitCode === 0) return fine('sandbox', 'bubblewrap starts');
  const complaint = stderr.trim().split('\n')[0] ?? '';
  return warning('sandbox', `bubblewrap is installed and may not start (${complaint}): ${refused}`, 'allow it user namespaces (Ubuntu: an AppArmor profile for bwrap, or sysctl kernel.apparmor_restrict_unprivileged_userns=0), or run as root');
}

/** Tries to write where Pawl will keep its state, or in the nearest folder above that exists; leaves nothing behind. */
export function checkStateFolder(folder: string): Diagnosis {
  const trial = join(existing(folder), `.doctor-${process.pid}`);
  try {
    writeFileSync(trial, 'x');
    rmSync(trial);
    return fine('state folder', folder);
  } catch (error) {
    return wrong('state folder', `${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`, 'free it, own it, or name another with --state');
  }
}

const existing = (folder: string): string => (existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder)));

/** Free space where the state is kept, in megabytes; of the nearest folder above that exists. */
export function checkDisk(folder: string, freeMb = freeMegabytes(folder)): Diagnosis {
  if (freeMb < FREE_MB_NEEDED) return wrong('disk', `${freeMb} MB free at ${folder}`, `free at least ${FREE_MB_NEEDED} MB`);
  return freeMb < FREE_MB_WISHED ? warning('disk', `${freeMb} MB free at ${folder}`, `a day of telemetry and reports wants ${FREE_MB_WISHED} MB`) : fine('disk', `${freeMb} MB free`);
}

function freeMegabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(existing(folder));
  return Math.floor((bavail * bsize) / MEGABYTE);
}

/** Whether the front door's port can be opened on this machine. Port 0 means any, which there always is. */
export const checkPort = (port: number): Promise<Diagnosis> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const detail = error.code === 'EADDRINUSE' ? `Port ${port} is in use` : `Port ${port} cannot be opened (${error.code ?? error.message})`;
      resolve(wrong('port', detail, 'end what uses it, or name another with --port'));
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(fine('port', port === 0 ? 'any free one' : `${port} is free`))));
  });
