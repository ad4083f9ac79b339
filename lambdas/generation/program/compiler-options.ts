import ts from 'typescript';

const DEFAULTS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
};

/** Whatever the target's settings are: nothing is written, JavaScript is read too, and libraries are taken at their word. */
const ALWAYS: ts.CompilerOptions = {
  noEmit: true,
  allowJs: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  incremental: false,
  composite: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  sourceMap: false,
  ignoreDeprecations: '6.0',
};

/**
 * The target's own compiler options from the `tsconfig.json` at its root, else sensible ones.
 * `typePackages`: what `node_modules/@types` holds; it is the default of `types` as in compilers before version 6.
 */
export function compilerOptions(root: string, host: ts.ModuleResolutionHost, typePackages: readonly string[]): ts.CompilerOptions {
  const own = ownOptions(root, host) ?? DEFAULTS;
  const options: ts.CompilerOptions = { ...own, types: own.types ?? [...typePackages], ...ALWAYS };
  delete options.tsBuildInfoFile;
  // Without @types/node nothing declares fetch or AbortSignal; the browser's declarations are the next best thing.
  if (!typePackages.includes('node')) options.lib = [...(own.lib ?? [`lib.${libOf(own.target)}.d.ts`]), 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'];
  return options;
}

function ownOptions(root: string, host: ts.ModuleResolutionHost): ts.CompilerOptions | undefined {
  const path = `${root}/tsconfig.json`;
  const text = host.readFile(path);
  if (text === undefined) return undefined;
  const { config } = ts.parseConfigFileTextToJson(path, text);
  if (config === undefined) return undefined;
  const parseHost: ts.ParseConfigHost = { useCaseSensitiveFileNames: true, readDirectory: () => [], fileExists: (name) => host.fileExists(name), readFile: (name) => host.readFile(name) };
  return ts.parseJsonConfigFileContent(config, parseHost, root, undefined, path).options;
}

const libOf = (target: ts.ScriptTarget | undefined) => {
  const name = target === undefined ? 'es2023' : (ts.ScriptTarget[target] ?? 'es2023').toLowerCase();
  return name === 'latest' ? 'esnext' : name;
};
