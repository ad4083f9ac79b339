import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';
import { isSelected } from './tsconfig-glob.ts';

/** Parsed declaration files by path, shared by the programs of one check: they are most of the work. */
export type SourceFileCache = Map<string, ts.SourceFile | undefined>;

/** Where a service's files seem to lie for the compiler: beside its installed packages. */
export const serviceRoot = (dependencies: string | undefined): string => (dependencies === undefined ? '/service' : dirname(resolve(dependencies)));

/**
 * The compiler's view of a service: its own files come from memory and from nowhere else (so an edited working copy does not show),
 * packages and the language's libraries from disk, read-only.
 */
export function serviceCompilerHost(files: Files, root: string, options: ts.CompilerOptions, cache: SourceFileCache): ts.CompilerHost {
  const base = ts.createCompilerHost(options);
  const packages = join(root, 'node_modules');
  const own = new Map([...files].map(([path, text]) => [join(root, path), text]));
  const folders = new Set([root]);
  for (const path of own.keys()) for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  const isOwn = (path: string) => (path === root || path.startsWith(`${root}/`)) && path !== packages && !path.startsWith(`${packages}/`);
  const readFile = (path: string) => (isOwn(path) ? own.get(path) : ts.sys.readFile(path));

  return {
    ...base,
    useCaseSensitiveFileNames: () => true,
    getCurrentDirectory: () => root,
    readFile,
    fileExists: (path) => (isOwn(path) ? own.has(path) : ts.sys.fileExists(path)),
    directoryExists: (path) => (isOwn(path) ? folders.has(path) : ts.sys.directoryExists(path)),
    getDirectories: (path) => (isOwn(path) ? [...folders].filter((folder) => dirname(folder) === path) : ts.sys.getDirectories(path)),
    realpath: (path) => (isOwn(path) ? path : (ts.sys.realpath?.(path) ?? path)),
    writeFile: () => {},
    getSourceFile(path, languageVersion) {
      if (!isOwn(path) && cache.has(path)) return cache.get(path);
      const text = readFile(path);
      const file = text === undefined ? undefined : ts.createSourceFile(path, text, languageVersion);
      if (!isOwn(path)) cache.set(path, file);
      return file;
    },
  };
}

/** The same view for reading the service's tsconfig.json. */
export const configHost = (files: Files, root: string): ts.ParseConfigHost => {
  const host = serviceCompilerHost(files, root, {}, new Map());
  return {
    useCaseSensitiveFileNames: true,
    fileExists: (path) => host.fileExists(path),
    readFile: (path) => host.readFile(path),
    readDirectory: (folder, extensions, excluded, included) => [...files.keys()]
      .filter((path) => extensions.some((extension) => path.endsWith(extension)) && isSelected(relative(folder, join(root, path)), included, excluded ?? []))
      .map((path) => join(root, path)),
  };
};
