import ts from 'typescript';
import type { CheckFinding } from '../../domain/check.ts';
import type { Files } from './apply-patch.ts';
import { isCodePath, isDeclarationPath } from './source-path.ts';

/** Whether the changed files can be read at all: JavaScript, TypeScript and JSON. Other files are not looked at. */
export const checkSyntax = (files: Files, changed: readonly string[]): CheckFinding[] =>
  changed.flatMap((path) => {
    const text = files.get(path);
    if (text === undefined) return [];
    if (isCodePath(path) || isDeclarationPath(path)) return codeFindings(path, text);
    return path.endsWith('.json') ? jsonFindings(path, text) : [];
  });

const ADVICE = 'Correct the syntax there.';

function codeFindings(path: string, text: string): CheckFinding[] {
  const { diagnostics = [] } = ts.transpileModule(text, { fileName: asSource(path), reportDiagnostics: true, compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve, allowJs: true } });
  return diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error).map(({ file, start, messageText }) => ({
    message: `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`, advice: ADVICE, path,
    ...(file === undefined || start === undefined ? {} : { line: file.getLineAndCharacterOfPosition(start).line + 1 }),
  }));
}

/** The compiler's fast path has nothing to write for a declaration file and fails; its syntax is that of any other file. */
const asSource = (path: string): string => path.replace(/\.d\.([cm]?)ts$/, '.$1ts');

function jsonFindings(path: string, text: string): CheckFinding[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [{ message: `${path}: ${error instanceof Error ? error.message : 'not JSON'}`, advice: ADVICE, path }];
  }
}
