import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import ts from 'typescript';
import type { CheckFinding } from '../../shared/domain/check.ts';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';
import { isCodePath, isTypeScriptPath } from '../../shared/rules/gate/source-path.ts';
import { cacheFor, configHost, serviceCompilerHost, serviceRoot } from './service-compiler-host.ts';

export type TypesInput = { readonly before: Files; readonly after: Files; readonly changed: readonly string[]; readonly dependencies: string | undefined };

export type TypesResult = { readonly kind: 'checked'; readonly findings: readonly CheckFinding[] } | { readonly kind: 'not-applicable'; readonly reason: string };

const SILENCERS = /@ts-(ignore|nocheck|expect-error)\b/g;
const WITHOUT_CONFIG: ts.CompilerOptions = { target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, allowImportingTsExtensions: true, strict: false };

/**
 * Type errors by the target's own tsconfig that the old code did not have: compared by file and message, since lines move.
 * The old code is only looked at when the new has errors. A comment that silences the compiler counts as the error it hides.
 * Compiling takes about a second of pure computing; in between, other work of this process gets its turn.
 */
export async function checkTypes({ before, after, changed, dependencies }: TypesInput): Promise<TypesResult> {
  if (![...after.keys()].some(isTypeScriptPath)) return { kind: 'not-applicable', reason: 'The service has no TypeScript.' };
  const root = serviceRoot(dependencies);
  const silenced = changed.flatMap((path) => newSilencers(path, before.get(path) ?? '', after.get(path) ?? ''));
  const errors = await typeErrors(after, root, changed);
  if (errors.length === 0) return { kind: 'checked', findings: silenced };
  const known = new Map<string, number>();
  for (const { key } of await typeErrors(before, root, changed)) known.set(key, (known.get(key) ?? 0) + 1);
  const findings = errors.flatMap(({ key, finding }) => {
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    return left > 0 ? [] : [finding];
  });
  return { kind: 'checked', findings: [...silenced, ...findings] };
}

type TypingError = { readonly key: string; readonly finding: CheckFinding };

async function typeErrors(files: Files, root: string, changed: readonly string[]): Promise<TypingError[]> {
  const { options, roots } = settingsOf(files, root);
  const present = changed.filter((path) => files.has(path) && (isTypeScriptPath(path) || (options.allowJs === true && isCodePath(path)))).map((path) => join(root, path));
  await setImmediate();
  const program = ts.createProgram({ rootNames: [...new Set([...roots, ...present])], options, host: serviceCompilerHost(files, root, options, cacheFor(options)) });
  const errors: TypingError[] = [];
  for (const file of program.getSourceFiles()) {
    if (!files.has(relative(root, file.fileName))) continue;
    await setImmediate();
    for (const diagnostic of [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]) {
      if (diagnostic.category === ts.DiagnosticCategory.Error) errors.push(describe(diagnostic, root));
    }
  }
  return errors;
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

function describe({ file, start, code, messageText }: ts.Diagnostic, root: string): TypingError {
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
