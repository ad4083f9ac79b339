import { createHash, randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PYTHON_WANTED = '3.10';
const IN_ENVIRONMENT = process.platform === 'win32' ? join('Scripts', 'python.exe') : join('bin', 'python');
const IS_FIT = `import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (${PYTHON_WANTED.replace('.', ', ')}) else 3)`;
const INSTALL_TIMEOUT_MS = 300_000;

/** What is missing, and what to do about it. */
export type Missing = { readonly missing: string };

/** What is to be installed (a file of pinned requirements), and who needs it. */
export type Needs = { readonly requirements: string; readonly who: string };
const EMULATOR: Needs = { requirements: fileURLToPath(new URL('requirements.txt', import.meta.url)), who: 'The emulator' };

/**
 * A Python that has MiniStack (or what else `needs` names), in a virtual environment under `folder`, made the first time (about 15 s, from the package registry).
 * Several processes may ask at once: each builds its own, the first one in place is kept.
 */
export async function pythonEnvironment(folder: string, { requirements, who }: Needs = EMULATOR): Promise<{ readonly python: string } | Missing> {
  const digest = createHash('sha256').update(await readFile(requirements)).digest('hex').slice(0, 12);
  const home = join(folder, `python-${digest}`);
  if (existsSync(join(home, IN_ENVIRONMENT))) return { python: join(home, IN_ENVIRONMENT) };

  const system = await findPython(who);
  if (typeof system !== 'string') return system;
  await mkdir(folder, { recursive: true });
  const building = `${home}-${randomUUID()}`;
  try {
    await run(system, ['-m', 'venv', building]);
    await run(join(building, IN_ENVIRONMENT), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    return { missing: `${who} could not be installed: ${error instanceof Error ? error.message : String(error)}. Check that the Python package registry can be reached, then try again.` };
  }
  // Only its interpreter is used, by its path, so the environment may be moved into place: whole, or not at all.
  await rename(building, home).catch(() => rm(building, { recursive: true, force: true }));
  return { python: join(home, IN_ENVIRONMENT) };
}

async function findPython(who: string): Promise<string | Missing> {
  for (const program of ['python3', 'python']) {
    const fit = await run(program, ['-c', IS_FIT]).then(
      () => true,
      () => false,
    );
    if (fit) return program;
  }
  const how = process.platform === 'linux' ? 'apt-get install python3 python3-venv (or the package manager of this system)' : 'https://www.python.org/downloads/';
  return { missing: `${who} needs Python ${PYTHON_WANTED} or later with venv, found as python3 or python. Install it: ${how}` };
}

const run = (program: string, parameters: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    execFile(program, parameters, { timeout: INSTALL_TIMEOUT_MS, maxBuffer: 1 << 24 }, (error, _stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(stderr.trim().split('\n').slice(-3).join(' ') || error.message, { cause: error }));
    });
  });
