import ts from 'typescript';
import type { CheckFinding } from '../../domain/check.ts';
import type { Files } from './apply-patch.ts';
import { isCodePath, isTestPath } from './source-path.ts';

/**
 * Imports by which the service would come to run what is only looked at as a test: less is asked of tests, as they run in the workshop
 * alone, so code could hide among them. What a file imported before stays as it is.
 */
export function checkTestCode(before: Files, after: Files, changed: readonly string[]): CheckFinding[] {
  const tests = [...after.keys()].filter((path) => isTestPath(path) && isCodePath(path));
  const anew = new Set(tests.filter((path) => !before.has(path)));
  const leadsTo = (importer: string, specifier: string) => tests.filter((path) => isMeant(importer, specifier, path));
  return [...after].filter(([path, text]) => isCodePath(path) && !isTestPath(path) && (changed.includes(path) || before.get(path) === text)).flatMap(([path, text]) => {
    // A file that is as it was can only come to run what is put where it looks.
    const known = new Set(changed.includes(path) ? importsOf(before.get(path) ?? '').map(({ fileName }) => fileName) : []);
    return importsOf(text).flatMap(({ fileName, pos }): CheckFinding[] => {
      const found = leadsTo(path, fileName).find((test) => anew.has(test) || (changed.includes(path) && !known.has(fileName)));
      return found === undefined ? [] : [{ message: `${path} imports "${fileName}", and ${found} is a test's.`, advice: 'Put what the service runs where the service is.', path, line: text.slice(0, pos).split('\n').length }];
    });
  });
}

const importsOf = (text: string): readonly ts.FileReference[] => ts.preProcessFile(text, true, true).importedFiles;

const stem = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');

/** Whether an import can mean a file: by its path from the importer, or, for names that settings map to folders, by how it ends. */
function isMeant(importer: string, specifier: string, path: string): boolean {
  if (specifier.startsWith('.')) return stem(resolve(importer, specifier)) === stem(path);
  const [, ...tail] = stem(specifier).split('/');
  return tail.length > 0 && `/${stem(path)}`.endsWith(`/${tail.join('/')}`);
}

function resolve(importer: string, specifier: string): string {
  const parts = importer.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
