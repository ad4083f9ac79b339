import type ts from 'typescript';
import { fileNameLike, moduleStyle, specifierFor } from '../../edits/module-style.ts';
import { sourceStyle } from '../../edits/source-style.ts';
import { isInScope } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath } from '../../reading/callee.ts';
import type { RecipeInput } from '../../recipe.ts';
import { cacheModule } from './cache-module.ts';
import { cacheTest } from './cache-test.ts';

export type CacheFiles = { readonly specifier: string; readonly newFiles: ReadonlyMap<string, string>; readonly testPath: string | undefined };

/** Where the cache goes: beside the function, unless the target has the very same already; its test goes where the target's tests are. */
export function placeCache(input: RecipeInput, target: TargetProgram, source: ts.SourceFile): CacheFiles {
  const path = target.pathOf(source) ?? '';
  const module = moduleStyle(target, source);
  const style = sourceStyle(source.text);
  const text = cacheModule(module, style);
  const same = [...target.files].find(([, content]) => content === text)?.[0];
  if (same !== undefined) return { specifier: specifierFor(path, same, module), newFiles: new Map(), testPath: undefined };

  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const freePath = (prefix: string, base: string, ending: string) => {
    for (let number = 1; ; number += 1) {
      const wish = `${prefix}${base}${number === 1 ? '' : number}${ending}`;
      if (!target.files.has(wish)) return wish;
    }
  };
  const modulePath = freePath(folder, fileNameLike(target, folder, ['ttl', 'cache']), module.extension);
  const base = modulePath.slice(folder.length, -module.extension.length);
  const newFiles = new Map([[modulePath, text]]);

  const example = testExample(target, folder, module.extension);
  const testPath = example && freePath(example.folder, base, example.ending);
  if (example === undefined || testPath === undefined || !isInScope(testPath, input.target.scope)) return { specifier: specifierFor(path, modulePath, module), newFiles, testPath: undefined };
  const testSource = target.sourceFile(example.path);
  const testModule = testSource ? moduleStyle(target, testSource) : module;
  newFiles.set(testPath, cacheTest(input.target.test.runner, specifierFor(testPath, modulePath, testModule), testModule, sourceStyle(testSource?.text ?? source.text)));
  return { specifier: specifierFor(path, modulePath, module), newFiles, testPath };
}

/** The nearest existing test: its folder and what its file name ends with are how this target writes tests. */
function testExample(target: TargetProgram, folder: string, extension: string): { path: string; folder: string; ending: string } | undefined {
  const found = [...target.files.keys()].flatMap((path) => {
    const match = /^((?:.*\/)?)[^/]*?([.-](?:test|spec)\.[cm]?[jt]sx?)$/.exec(path);
    return match && isTestPath(path) && !path.includes('node_modules/') ? [{ path, folder: match[1] ?? '', ending: match[2] ?? '' }] : [];
  });
  const sameLanguage = found.filter(({ ending }) => ending.endsWith(extension));
  const candidates = sameLanguage.length > 0 ? sameLanguage : found;
  return candidates.find((each) => each.folder === folder) ?? candidates.sort((a, b) => a.folder.length - b.folder.length || a.path.localeCompare(b.path))[0];
}
