import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const PATCHES = join(HERE, 'patches');
const BEYOND_RECIPES = join(HERE, 'beyond-recipes');
const COMMITTER = { GIT_COMMITTER_NAME: 'Orders team', GIT_COMMITTER_EMAIL: 'orders@example.com' };

export interface OrdersRepositoryOptions {
  /** The folder to build in: absent or empty. */
  into: string;
  /** Which of the commits named in defects.json to apply after the base. */
  defects: 'all' | readonly string[];
  /** Whether the commits whose defects take a model are applied last. */
  beyondRecipes?: boolean;
  /** A built `@pawl/probe` package, copied into node_modules. */
  probe: { dir: string };
  /** A `@types/node` package, linked into node_modules. */
  typesNode?: string;
}

/** Runs git in a folder, untouched by the settings of the machine's user. */
function git(cwd: string, args: readonly string[]): Promise<string> {
  const environment = { ...process.env, ...COMMITTER, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const child = spawn('git', ['-c', 'core.autocrlf=false', '-c', 'gc.auto=0', ...args], { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`git ${args[0] ?? ''} ended with ${String(code)}: ${complaint.trim() || output.trim()}`));
    });
  });
}

/** The kinds of defect and the patch that brings each in, in the order of the history. */
export async function readDefects(): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readFile(join(HERE, 'defects.json'), 'utf8')) as Record<string, string>;
}

/** The patches to apply: the base, then the chosen defects, in the order of the history. */
async function choosePatches(chosen: OrdersRepositoryOptions['defects'], beyondRecipes: boolean): Promise<string[]> {
  const defects = await readDefects();
  const unknown = chosen === 'all' ? [] : chosen.filter((kind) => defects[kind] === undefined);
  if (unknown.length > 0) throw new Error(`no such defect: ${unknown.join(', ')}; there are ${Object.keys(defects).join(', ')}`);

  const leftOut = new Set(chosen === 'all' ? [] : Object.keys(defects).filter((kind) => !chosen.includes(kind)).map((kind) => defects[kind]));
  const patchesIn = async (folder: string): Promise<string[]> => (await readdir(folder)).filter((file) => file.endsWith('.patch')).sort().map((file) => join(folder, file));
  const series = (await patchesIn(PATCHES)).filter((file) => !leftOut.has(basename(file)));
  return beyondRecipes ? [...series, ...(await patchesIn(BEYOND_RECIPES))] : series;
}

async function installPackages({ into, probe, typesNode }: OrdersRepositoryOptions): Promise<void> {
  const modules = join(into, 'node_modules');
  await mkdir(join(modules, '@types'), { recursive: true });
  await cp(probe.dir, join(modules, '@pawl', 'probe'), { recursive: true, dereference: true });
  if (typesNode !== undefined) await symlink(typesNode, join(modules, '@types', 'node'), 'dir');
}

/**
 * Builds the git repository of the orders service from its patch series, with `main` checked out and node_modules in place.
 * The same options give the same commit ids. Throws when git is missing, a defect is unknown, or `into` already holds a repository.
 */
export async function buildOrdersRepository(options: OrdersRepositoryOptions): Promise<{ head: string }> {
  const patches = await choosePatches(options.defects, options.beyondRecipes ?? false);
  await mkdir(options.into, { recursive: true });
  if ((await readdir(options.into)).length > 0) throw new Error(`${options.into} is not empty`);

  await git(options.into, ['init', '--quiet', '--initial-branch=main']);
  await Promise.all([
    git(options.into, ['am', '--quiet', '--committer-date-is-author-date', '--no-gpg-sign', ...patches]),
    installPackages(options),
  ]);
  return { head: (await git(options.into, ['rev-parse', 'HEAD'])).trim() };
}
