import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';
import { isSelected } from './tsconfig-glob.ts';

/** Parsed declaration files by path, with the time they were written: they are most of the work of a check, and rarely change. */
export type SourceFileCache = Map<string, { readonly writtenAt: number; readonly file: ts.SourceFile | undefined }>;

const MAX_CACHES = 2;
const caches = new Map<string, SourceFileCache>();

/** The cache for programs with the same options, as parsed files depend on them. The last two are kept: one target, and its neighbour. */
export function cacheFor(options: ts.CompilerOptions): SourceFileCache {
  const key = JSON.stringify(options);
  const cache = caches.get(key) ?? new Map();
  caches.delete(key);
  caches.set(key, cache);
  for (const oldest of caches.keys()) if (caches.size > MAX_CACHES) caches.delete(oldest);
  return cache;
}

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
      const parse = () => {
        const text = readFile(path);
        return text === undefined ? undefined : ts.createSourceFile(path, text, languageVersion);
      };
      if (isOwn(path)) return parse();
      const writtenAt = ts.sys.getModifiedTime?.(path)?.getTime() ?? 0;
      const known = cache.get(path);
      if (known?.writtenAt === writtenAt) return known.file;
      const file = parse();
      cache.set(path, { writtenAt, file });
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
