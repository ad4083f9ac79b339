import ts from 'typescript';
import { compilerOptions } from './compiler-options.ts';
import { virtualHost, VIRTUAL_ROOT } from './virtual-host.ts';

/** A target's sources, parsed and typed in memory. Paths are relative to the service's folder. */
export type TargetProgram = {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly files: ReadonlyMap<string, string>;
  /** The target's own source files, tests included, in order of path. */
  readonly sources: readonly ts.SourceFile[];
  sourceFile(path: string): ts.SourceFile | undefined;
  /** `undefined` for nodes of libraries. */
  pathOf(node: ts.Node): string | undefined;
  /** The same target after a change; `null` deletes a file. What did not change is not parsed again. */
  withFiles(changes: ReadonlyMap<string, string | null>): TargetProgram;
};

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const NOT_SOURCE = /(?:^|\/)(?:node_modules|dist|build|coverage|\.git)\//;

/** Parses and binds the files. `dependencies`: the installed `node_modules`, if there is one. */
export function targetProgram(files: ReadonlyMap<string, string>, dependencies: string | undefined, previous?: ts.Program): TargetProgram {
  const host = virtualHost(files, dependencies, previous);
  const roots = [...files.keys()].filter((path) => SOURCE.test(path) && !NOT_SOURCE.test(path)).sort().map((path) => `${VIRTUAL_ROOT}/${path}`);
  const typePackages = host.getDirectories?.(`${VIRTUAL_ROOT}/node_modules/@types`) ?? [];
  const options = previous?.getCompilerOptions() ?? compilerOptions(VIRTUAL_ROOT, host, typePackages);
  const program = ts.createProgram({ rootNames: roots, options, host, ...(previous && { oldProgram: previous }) });
  const pathOf = (node: ts.Node) => {
    const name = node.getSourceFile().fileName;
    return name.startsWith(`${VIRTUAL_ROOT}/`) && !name.includes('/node_modules/') ? name.slice(VIRTUAL_ROOT.length + 1) : undefined;
  };
  return {
    program,
    checker: program.getTypeChecker(),
    files,
    sources: roots.flatMap((name) => program.getSourceFile(name) ?? []),
    sourceFile: (path) => program.getSourceFile(`${VIRTUAL_ROOT}/${path}`),
    pathOf,
    withFiles: (changes) => {
      const next = new Map(files);
      for (const [path, text] of changes) {
        if (text === null) next.delete(path);
        else next.set(path, text);
      }
      return targetProgram(next, dependencies, program);
    },
  };
}
