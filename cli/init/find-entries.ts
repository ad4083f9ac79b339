import { posix } from 'node:path';
import { isBuilt, isInfrastructureCode, isServiceCode, type SourceFiles, withoutComments } from './source-files.ts';
import { infrastructureHandlers } from './infrastructure-handlers.ts';

/** A module that may be the handler's: `path` from the repository's root, `directory` the folder of the package it is in. */
export type Entry = { readonly path: string; readonly exportName: string; readonly directory: string; readonly why: string; readonly timeoutSeconds?: number; readonly memoryMb?: number };

/**
 * Where the handler is, likeliest first: what a template (SAM, CloudFormation, Serverless, CDK) names, then modules that export
 * a `handler`, then ones that export something named after one. Finds by text; nothing is run.
 */
export function findEntries(files: SourceFiles): Entry[] {
  const named = [...files].flatMap(([path, text]) =>
    isBuilt(path) ? [] : infrastructureHandlers(path, text, isInfrastructureCode(path, text)).flatMap(({ module, exportName, ...rest }) => {
      const found = sourceOf(module, files);
      return found === undefined ? [] : [{ ...rest, path: found, exportName, directory: packageFolder(found, files), why: `named in ${path}` }];
    }),
  );
  const exported = [...files].flatMap(([path, text]) => {
    const names = isServiceCode(path, text) ? handlerExports(withoutComments(text)) : [];
    return names.map((exportName) => ({ path, exportName, directory: packageFolder(path, files), why: `exports ${exportName}` }));
  });
  const likelyExports = exported.sort((a, b) => likelihood(b) - likelihood(a) || depth(a) - depth(b) || a.path.localeCompare(b.path));
  const seen = new Set<string>();
  return [...named, ...likelyExports].filter(({ path, exportName }) => !seen.has(`${path}#${exportName}`) && seen.add(`${path}#${exportName}`));
}

const likelihood = ({ path, exportName }: Entry): number =>
  (exportName === 'handler' ? 4 : exportName === 'lambdaHandler' ? 3 : 0) + (/(?:^|\/)(?:handler|lambda|index|app|main)\.\w+$/.test(path) ? 1 : 0);

const depth = ({ path }: Entry): number => path.split('/').length;

/** Exported names that read like a Lambda handler. */
function handlerExports(code: string): string[] {
  const names = [
    ...[...code.matchAll(/\bexport\s+(?:const|let|var|(?:async\s+)?function)\s+(\w+)/g)].map(([, name]) => name),
    ...[...code.matchAll(/\bexport\s*\{([^}]*)\}/g)].flatMap(([, list = '']) => list.split(',').map((item) => item.trim().split(/\s+as\s+/).at(-1))),
    ...[...code.matchAll(/\b(?:module\.)?exports\.(\w+)\s*=/g)].map(([, name]) => name),
    ...[...code.matchAll(/\bmodule\.exports\s*=\s*\{([^}]*)\}/g)].flatMap(([, list = '']) => list.split(',').map((item) => item.trim().split(/\s*:/)[0])),
  ].filter((name) => name !== undefined && /^(?:handler|lambdaHandler|\w+Handler)$/.test(name) && !/^(?:error|signal|exception|event)Handler$/i.test(name)) as string[];
  return [...new Set(names)];
}

const EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs'];

/** The source of a module that a template names without extension, also where it names the build's output. */
function sourceOf(module: string, files: SourceFiles): string | undefined {
  const plain = posix.normalize(module).replace(/^(?:\.\.?\/)+/, '');
  const guesses = [plain, ...['src/', ''].map((folder) => plain.replace(/(^|\/)(?:dist|build|out|lib|\.build)\//, `$1${folder}`))];
  for (const guess of guesses) {
    const found = ['', ...EXTENSIONS, ...EXTENSIONS.map((extension) => `/index${extension}`)].map((ending) => `${guess}${ending}`).find((path) => /\.[cm]?[jt]sx?$/.test(path) && files.has(path));
    if (found !== undefined && !isBuilt(found)) return found;
  }
  return undefined;
}

/** The nearest folder above with a package.json: that is what is built and tested. */
export function packageFolder(path: string, files: SourceFiles): string {
  const folder = posix.dirname(path);
  if (folder === '.' || files.has(`${folder}/package.json`)) return folder;
  return packageFolder(folder, files);
}
