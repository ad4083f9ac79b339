import { join, relative } from 'node:path';
import ts from 'typescript';
import type { CheckFinding } from '../../shared/domain/check.ts';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';
import { isCodePath, isTypeScriptPath } from '../../shared/rules/gate/source-path.ts';
import { configHost, serviceCompilerHost, serviceRoot, type SourceFileCache } from './service-compiler-host.ts';

export type TypesInput = { readonly before: Files; readonly after: Files; readonly changed: readonly string[]; readonly dependencies: string | undefined };

export type TypesResult = { readonly kind: 'checked'; readonly findings: readonly CheckFinding[] } | { readonly kind: 'not-applicable'; readonly reason: string };

const SILENCERS = /@ts-(ignore|nocheck|expect-error)\b/g;
const WITHOUT_CONFIG: ts.CompilerOptions = { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, allowImportingTsExtensions: true, strict: false };

/**
 * Type errors by the target's own tsconfig that the old code did not have: compared by file and message, since lines move.
 * A comment that silences the compiler counts as the error it hides.
 */
export function checkTypes({ before, after, changed, dependencies }: TypesInput): TypesResult {
  if (![...after.keys()].some(isTypeScriptPath)) return { kind: 'not-applicable', reason: 'The service has no TypeScript.' };
  const root = serviceRoot(dependencies);
  const cache: SourceFileCache = new Map();
  const silenced = changed.flatMap((path) => newSilencers(path, before.get(path) ?? '', after.get(path) ?? ''));
  const old = compile(before, root, changed, cache, undefined);
  const known = new Map<string, number>();
  for (const { key } of old.errors) known.set(key, (known.get(key) ?? 0) + 1);
  const findings = compile(after, root, changed, cache, old.program).errors.flatMap(({ key, finding }) => {
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left > 0 ? [] : [finding];
  });
  return { kind: 'checked', findings: [...silenced, ...findings] };
}

type Compiled = { readonly program: ts.Program; readonly errors: readonly { readonly key: string; readonly finding: CheckFinding }[] };

function compile(files: Files, root: string, changed: readonly string[], cache: SourceFileCache, previous: ts.Program | undefined): Compiled {
  const { options, roots } = settingsOf(files, root);
  const present = changed.filter((path) => files.has(path) && (isTypeScriptPath(path) || (options.allowJs === true && isCodePath(path)))).map((path) => join(root, path));
  const host = serviceCompilerHost(files, root, options, cache);
  const program = ts.createProgram({ rootNames: [...new Set([...roots, ...present])], options, host, ...(previous === undefined ? {} : { oldProgram: previous }) });
  const own = program.getSourceFiles().filter((file) => files.has(relative(root, file.fileName)));
  const errors = own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map((diagnostic) => describe(diagnostic, root));
  return { program, errors };
}

function settingsOf(files: Files, root: string): { options: ts.CompilerOptions; roots: readonly string[] } {
  const always: ts.CompilerOptions = { noEmit: true, skipLibCheck: true, incremental: false, composite: false };
  const path = join(root, 'tsconfig.json');
  const text = files.get('tsconfig.json');
  if (text === undefined) return { options: { ...WITHOUT_CONFIG, ...always }, roots: [...files.keys()].filter(isTypeScriptPath).map((name) => join(root, name)) };
  const { config } = ts.parseConfigFileTextToJson(path, text);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config ?? {}, configHost(files, root), root, always, path);
  const { tsBuildInfoFile: _unused, ...kept } = options;
  return { options: kept, roots: fileNames };
}

function describe({ file, start, code, messageText }: ts.Diagnostic, root: string): Compiled['errors'][number] {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  const path = file === undefined ? '' : relative(root, file.fileName);
  return {
    key: `${path}|${code}|${message}`,
    finding: {
      message: `${path}: ${message} (TS${code})`, advice: 'Make it type-check with the service’s own tsconfig.', path,
      ...(file === undefined || start === undefined ? {} : { line: file.getLineAndCharacterOfPosition(start).line + 1 }),
    },
  };
}

function newSilencers(path: string, before: string, after: string): CheckFinding[] {
  const count = (text: string) => text.match(SILENCERS)?.length ?? 0;
  if (!isCodePath(path) || count(after) <= count(before)) return [];
  return [{ message: `${path} silences the type checker with a comment.`, advice: 'Solve what it would say instead.', path }];
}
