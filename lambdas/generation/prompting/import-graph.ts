import ts from 'typescript';

/** Who imports whom among a service's own files, by path. */
export type ImportGraph = { readonly imports: (path: string) => readonly string[]; readonly importers: (path: string) => readonly string[] };

const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '/index.ts', '/index.js', '/index.mjs', '/index.cjs'];

/** Reads the import lines of the given files (not their code: two thousand files take a fraction of a second). Re-exports and `require` count. */
export function importGraph(files: ReadonlyMap<string, string>): ImportGraph {
  const forward = new Map<string, readonly string[]>();
  const backward = new Map<string, string[]>();
  for (const [path, text] of files) {
    if (!/\.[cm]?[jt]sx?$/.test(path)) continue;
    const imported = ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => resolved(path, fileName, files) ?? []);
    forward.set(path, [...new Set(imported)]);
    for (const each of new Set(imported)) backward.set(each, [...(backward.get(each) ?? []), path]);
  }
  return { imports: (path) => forward.get(path) ?? [], importers: (path) => backward.get(path) ?? [] };
}

function resolved(importer: string, specifier: string, files: ReadonlyMap<string, string>): string | undefined {
  if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
  const parts = importer.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const path = parts.join('/');
  const written = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  return [...ENDINGS.map((ending) => path + ending), written].find((each) => files.has(each));
}
