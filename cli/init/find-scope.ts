import { isServiceCode, isTest, type SourceFiles } from './source-files.ts';

/** The top folders, relative to the service's own, that hold its code or its tests; `./` when code stands in the root. Infrastructure and build output do not count. */
export function findScope(directory: string, files: SourceFiles): string[] {
  const prefix = directory === '.' ? '' : `${directory}/`;
  const tops = [...files]
    .filter(([path, text]) => path.startsWith(prefix) && (isServiceCode(path, text) || isTest(path)))
    .map(([path]) => path.slice(prefix.length))
    .map((path) => (path.includes('/') ? `${path.slice(0, path.indexOf('/'))}/` : './'));
  return tops.length === 0 || tops.includes('./') ? ['./'] : [...new Set(tops)].sort();
}
