import type ts from 'typescript';
import { isInScope } from '../patch-from-draft.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { isTestPath } from '../reading/callee.ts';
import type { RecipeInput } from '../recipe.ts';
import { inStyle } from './in-style.ts';
import { fileNameLike, moduleStyle, specifierFor, type ModuleStyle } from './module-style.ts';
import { sourceStyle } from './source-style.ts';
import { testText } from './test-text.ts';

/** A module that a recipe brings: one function, and what its test says. Texts are written with two spaces, single quotes and semicolons. */
export type BroughtModule = {
  /** The function's name, and the file's in words. */
  readonly name: string;
  readonly words: readonly string[];
  readonly source: { readonly ts: ModuleSource; readonly js: ModuleSource };
  /** The test's cases, in the language of `test-text.ts`. */
  readonly cases: string;
};

/** What comes before it, its comment, and the declaration from `function` on, without `export`. */
type ModuleSource = { readonly before?: string; readonly comment: string; readonly code: string };

export type PlacedModule = { readonly specifier: string; readonly newFiles: ReadonlyMap<string, string>; readonly testPath: string | undefined };

/**
 * Where a module goes: beside the file that will use it, unless the target has the very same already; its test goes where the
 * target's tests are, in their style, and is left out where the target has none to go by.
 */
export function placeModule(input: RecipeInput, target: TargetProgram, user: ts.SourceFile, brought: BroughtModule): PlacedModule {
  const path = target.pathOf(user) ?? '';
  const module = moduleStyle(target, user);
  const text = moduleText(brought, module, user.text);
  const same = [...target.files].find(([, content]) => content === text)?.[0];
  if (same !== undefined) return { specifier: specifierFor(path, same, module), newFiles: new Map(), testPath: undefined };

  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const modulePath = freePath(target, folder, fileNameLike(target, folder, brought.words), module.extension);
  const newFiles = new Map([[modulePath, text]]);
  const specifier = specifierFor(path, modulePath, module);
  const test = placeTest(input, target, user, modulePath, module.extension);
  if (test === undefined) return { specifier, newFiles, testPath: undefined };
  newFiles.set(test.path, testText(input.target.test.runner, { name: brought.name, specifier: test.specifier, cases: brought.cases }, test.module, test.style));
  return { specifier, newFiles, testPath: test.path };
}

function moduleText({ name, source }: BroughtModule, module: ModuleStyle, neighbour: string): string {
  const { before, comment, code } = source[module.language];
  const first = before === undefined ? '' : `${before}\n\n`;
  const text =
    module.system === 'esm' || module.language === 'ts'
      ? `${first}${comment}\nexport ${code}\n`
      : `'use strict';\n\n${first}${comment}\n${code}\n\nmodule.exports = { ${name} };\n`;
  return inStyle(text, sourceStyle(neighbour));
}

/** A path that no file has yet. */
function freePath(target: TargetProgram, folder: string, base: string, ending: string): string {
  for (let number = 1; ; number += 1) {
    const wish = `${folder}${base}${number === 1 ? '' : number}${ending}`;
    if (!target.files.has(wish)) return wish;
  }
}

export type TestPlace = { readonly path: string; readonly specifier: string; readonly module: ModuleStyle; readonly style: ReturnType<typeof sourceStyle> };

/** Where the test of a module goes, and how it is written there; `undefined` without an example to go by, or when it would lie outside the scope. */
export function placeTest(input: RecipeInput, target: TargetProgram, user: ts.SourceFile, modulePath: string, extension: string, suffix = ''): TestPlace | undefined {
  const folder = modulePath.slice(0, modulePath.lastIndexOf('/') + 1);
  const example = testExample(target, folder, extension);
  if (example === undefined) return undefined;
  const path = freePath(target, example.folder, modulePath.slice(folder.length, modulePath.lastIndexOf('.')) + suffix, example.ending);
  if (!isInScope(path, input.target.scope)) return undefined;
  const source = target.sourceFile(example.path);
  const module = source ? moduleStyle(target, source) : moduleStyle(target, user);
  return { path, specifier: specifierFor(path, modulePath, module), module, style: sourceStyle(source?.text ?? user.text) };
}

/** The nearest existing test: its folder and what its file name ends with are how this target writes tests. */
function testExample(target: TargetProgram, folder: string, extension: string): { path: string; folder: string; ending: string } | undefined {
  const found = [...target.files.keys()].flatMap((path) => {
    const match = /^((?:.*\/)?)[^/]*?([.-](?:test|spec)\.[cm]?[jt]sx?)$/.exec(path);
    return match && isTestPath(path) && !path.includes('node_modules/') ? [{ path, folder: match[1] ?? '', ending: match[2] ?? '' }] : [];
  });
  const sameLanguage = found.filter(({ ending }) => ending.endsWith(extension));
  const candidates = sameLanguage.length > 0 ? sameLanguage : found;
  return candidates.find((each) => each.folder === folder) ?? candidates.toSorted((a, b) => a.folder.length - b.folder.length || a.path.localeCompare(b.path))[0];
}
