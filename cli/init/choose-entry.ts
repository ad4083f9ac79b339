import { posix, relative, resolve } from 'node:path';
import { type Entry, findEntries, packageFolder } from './find-entries.ts';
import type { InitRequest } from './init-request.ts';
import type { Survey } from './survey-repository.ts';

export type EntryChoice = { readonly ok: true; readonly entry: Entry; readonly others: readonly Entry[] } | { readonly ok: false; readonly message: string; readonly advice: string };

/** The handler's module: the one that was named, or the likeliest of those found, preferring the folder that was pointed at. */
export function chooseEntry({ entry: named, repository }: InitRequest, { root, files }: Survey): EntryChoice {
  const here = relative(root, resolve(repository)).replaceAll('\\', '/');
  if (named !== undefined) return namedEntry(named, here, files);

  const found = findEntries(files);
  const near = here === '' ? found : found.filter(({ path }) => path.startsWith(`${here}/`));
  const [entry, ...others] = near.length > 0 ? near : found;
  if (entry === undefined) return { ok: false, message: `no module in ${root} exports a handler`, advice: 'name it with --entry src/handler.ts, or --entry src/app.ts#exportName' };
  return { ok: true, entry, others };
}

function namedEntry(named: string, here: string, files: Survey['files']): EntryChoice {
  const [file = '', exportName = 'handler'] = named.split('#');
  const path = [posix.join(here, file), posix.normalize(file)].find((candidate) => files.has(candidate));
  if (path === undefined) return { ok: false, message: `${file} is not a file of the repository`, advice: 'name it relative to the repository, like --entry src/handler.ts' };
  return { ok: true, entry: { path, exportName, directory: packageFolder(path, files), why: 'as told' }, others: [] };
}
