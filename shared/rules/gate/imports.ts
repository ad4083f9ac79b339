import ts from 'typescript';
import * as z from 'zod';
import type { CheckFinding } from '../../domain/check.ts';
import type { Patch } from '../../domain/remedy.ts';
import type { Files } from './apply-patch.ts';
import { isCodePath, isDeclarationPath, isTestPath } from './source-path.ts';

export type ImportsInput = {
  readonly before: Files;
  readonly after: Files;
  /** Files of the repository that are not text and so not in the maps. */
  readonly skipped: readonly string[];
  readonly author: Patch['author']['kind'];
  /** Names of Node's own modules, with and without `node:`. */
  readonly builtins: ReadonlySet<string>;
};

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.js', '.mjs', '.cjs', '.jsx', '.json', '/index.ts', '/index.tsx', '/index.js', '/index.mjs', '/index.cjs', '/index.d.ts'];
const WRITTEN_AS: readonly (readonly [RegExp, readonly string[]])[] = [[/\.js$/, ['.ts', '.tsx', '.d.ts']], [/\.mjs$/, ['.mts', '.d.mts']], [/\.cjs$/, ['.cts', '.d.cts']], [/\.jsx$/, ['.tsx']]];
/** What a new test needs whatever it tests. */
const TEST_MODULES = /^(node:)?(test|assert|assert\/strict)$/;

const Dependencies = z.record(z.string(), z.string()).default({});
const PackageFile = z.object({ name: z.string().default(''), dependencies: Dependencies, devDependencies: Dependencies, peerDependencies: Dependencies, optionalDependencies: Dependencies });

/**
 * Whether everything that is imported is there. Looks at all files, since a deleted file breaks those that import it, and reports
 * only what was not so before. Where every relative import so far names its file exactly, as Node needs it, new ones must too.
 * Recipes and models bring no package and no module of Node that the service did not import before (tests: node:test and node:assert),
 * nor into the service what is installed for development only.
 */
export function checkImports({ before, after, skipped, author, builtins }: ImportsInput): CheckFinding[] {
  const modules = [...modulesOf(before)];
  const known = new Set(modules.map(({ specifier }) => specifier));
  const knownToService = new Set(modules.filter(({ path }) => !isTestPath(path)).map(({ specifier }) => specifier));
  const usedPackages = new Set([...known].map(packageName));
  const usedByService = new Set([...knownToService].map(packageName));
  const others = new Set(skipped);
  const mustBeExact = modules.some(({ specifier }) => isRelative(specifier)) && modules.every(({ specifier, path }) => !isRelative(specifier) || before.has(resolvePath(path, specifier)) || others.has(resolvePath(path, specifier)) || !isFound(before, others, path, specifier));
  const declared = declaredPackages(after);

  const findingOf = (path: string, specifier: string, line: number): CheckFinding | undefined => {
    if (isRelative(specifier)) {
      if (isFound(after, others, path, specifier)) {
        const exact = after.has(resolvePath(path, specifier)) || others.has(resolvePath(path, specifier));
        return exact || !mustBeExact || before.get(path) === after.get(path) ? undefined : { message: `${path} imports "${specifier}" without the file's full name; this service runs as it stands, so Node will not find it.`, advice: 'Write the whole file name, with its extension.', path, line };
      }
      const wasMissing = before.has(path) && !isFound(before, others, path, specifier) && modulesIn(path, before.get(path) ?? '').some((module) => module.specifier === specifier);
      return wasMissing ? undefined : { message: `${path} imports "${specifier}", which does not exist.`, advice: 'Import a file that is there, or add it.', path, line };
    }
    if (specifier.startsWith('#')) return undefined;
    if (builtins.has(specifier)) {
      const inUse = isTestPath(path) ? known : knownToService;
      if (author === 'person' || (isTestPath(path) && TEST_MODULES.test(specifier)) || inUse.has(specifier) || inUse.has(otherSpelling(specifier)) || otherHalves(specifier).some((half) => inUse.has(half))) return undefined;
      return { message: `${path} brings in Node's module "${specifier}", which the service did not use before.`, advice: `A ${author} works with what the service imports already; do without it, or have a person propose this.`, path, line };
    }
    const name = packageName(specifier);
    const isBrought = author !== 'person' && !isTestPath(path);
    if (isBrought ? declared.forService.has(name) || usedByService.has(name) : declared.forAll.has(name) || usedPackages.has(name)) return undefined;
    if (declared.forAll.has(name) && before.get(path) === after.get(path)) return undefined;
    return { message: `${path} imports "${specifier}", and ${name} is not among the service's dependencies.`, advice: 'Use what package.json already lists; new packages come in by the team’s own hands.', path, line };
  };
  return [...modulesOf(after)].flatMap(({ path, specifier, line }) => findingOf(path, specifier, line) ?? []);
}

type ImportedModule = { readonly path: string; readonly specifier: string; readonly line: number };

function* modulesOf(files: Files): Generator<ImportedModule> {
  for (const [path, text] of files) if (isCodePath(path) || isDeclarationPath(path)) yield* modulesIn(path, text);
}

const modulesIn = (path: string, text: string): ImportedModule[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({ path, specifier: fileName, line: text.slice(0, pos).split('\n').length }));

const isRelative = (specifier: string): boolean => /^\.{1,2}(\/|$)/.test(specifier);

/** `src/a.ts` and `../lib/b.ts` → `lib/b.ts`; keeps a leading `..` that leaves the service. */
function resolvePath(importer: string, specifier: string): string {
  const parts = importer.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function isFound(files: Files, others: ReadonlySet<string>, importer: string, specifier: string): boolean {
  const path = resolvePath(importer, specifier);
  const has = (name: string) => files.has(name) || others.has(name);
  if (path !== '' && has(path)) return true;
  return ENDINGS.some((ending) => has((path + ending).replace(/^\//, ''))) || WRITTEN_AS.some(([written, sources]) => written.test(path) && sources.some((source) => has(path.replace(written, source))));
}

const packageName = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

const otherSpelling = (specifier: string): string => (specifier.startsWith('node:') ? specifier.slice('node:'.length) : `node:${specifier}`);

/** Callbacks and promises of the same files: what is taken of them is judged name by name (`powers.ts`). */
const otherHalves = (specifier: string): readonly string[] => (/^(?:node:)?fs$/.test(specifier) ? ['fs/promises', 'node:fs/promises'] : []);

/** Packages that package.json lists, and those of them that are there when the service runs; `@types/x` allows to import x, which then must be gone when the code runs: packaging tells. */
function declaredPackages(files: Files): { readonly forAll: ReadonlySet<string>; readonly forService: ReadonlySet<string> } {
  const parsed = PackageFile.safeParse(parseJson(files.get('package.json') ?? '{}'));
  if (!parsed.success) return { forAll: new Set(), forService: new Set() };
  const { name, dependencies, devDependencies, peerDependencies, optionalDependencies } = parsed.data;
  const runtime = [dependencies, peerDependencies, optionalDependencies].flatMap((each) => Object.keys(each));
  const typed = [...runtime, ...Object.keys(devDependencies)].filter((each) => each.startsWith('@types/')).map((each) => each.slice('@types/'.length).replace(/^(.+)__(.+)$/, '@$1/$2'));
  const forService = new Set([...(name === '' ? [] : [name]), ...runtime, ...typed]);
  return { forService, forAll: new Set([...forService, ...Object.keys(devDependencies)]) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
