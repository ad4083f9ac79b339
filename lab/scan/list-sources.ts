import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { isCodePath } from '../../shared/rules/gate/source-path.ts';

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist', 'build', 'coverage', 'vendor', '.git', '.next', '.nuxt', '.cache', 'cdk.out', '.serverless', '.aws-sam']);

/**
 * The source files below a folder, by paths relative to it, sorted. In a working copy of git those that git does not ignore; anywhere
 * else all of them. Never what was installed, built or minified, nor what a link leads to.
 */
export async function listSources(folder: string): Promise<string[]> {
  await readdir(folder);
  const paths = (await known(folder)) ?? (await walk(folder, folder));
  return paths.filter((path) => isCodePath(path) && !/[.-]min\.[cm]?js$|\.bundle\.js$/.test(path) && !path.split('/').slice(0, -1).some((name) => SKIPPED_FOLDERS.has(name))).sort();
}

/** What git knows here, or would take in; undefined where there is no git, or no working copy, or the folder itself is ignored. */
async function known(folder: string): Promise<string[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'ls-files', '-co', '--exclude-standard', '-z'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const paths = [...new Set(stdout.split('\0').filter((path) => path !== ''))];
    return paths.length === 0 ? undefined : paths;
  } catch {
    return undefined;
  }
}

async function walk(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) found.push(relative(root, path).split(sep).join('/'));
    else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) found.push(...(await walk(root, path).catch(() => [])));
  }
  return found;
}
