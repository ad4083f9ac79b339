import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, esModuleInterop: true, isolatedModules: true, inlineSourceMap: true, inlineSources: true };
const COMMON_JS = /\bmodule\.exports\b|(?<![.\w])exports\.\w+\s*=|\b__dirname\b|\b__filename\b|(?<![.\w])require\s*\(/;

/**
 * TypeScript as Node can run it. Node only takes types away; where a file needs more (enums, parameter properties, decorators, imports
 * of nothing but types), the compiler writes it, with a source map. Everything else stays as it is, so that lines do.
 */
export function runnableTypeScript(path: string, text: string): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const isCommonJs = source.statements.some((each) => isAssignedExport(each) || ts.isImportEqualsDeclaration(each)) || (COMMON_JS.test(text) && source.statements.some(ts.isImportDeclaration));
  if (!isCommonJs && !needsMore(source) && !bringsTypesOnly(path, text)) return text;
  const compilerOptions = { ...OPTIONS, module: isCommonJs ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext, experimentalDecorators: /@\w+/.test(text) && /\bconstructor\s*\([^)]*@/.test(text) };
  return ts.transpileModule(text, { fileName: path, compilerOptions }).outputText;
}

const isAssignedExport = (node: ts.Node): boolean => ts.isExportAssignment(node) && node.isExportEquals === true;

function needsMore(node: ts.Node): boolean {
  const isDeclared = ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  if (isDeclared) return false;
  if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isTypeAssertionExpression(node) || ts.isDecorator(node)) return true;
  if (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent)) return true;
  return ts.forEachChild(node, (child) => needsMore(child) || undefined) ?? false;
}

/** Whether an import would be left out by the compiler, as nothing of it is a value here. Node keeps it, and finds nothing there. */
function bringsTypesOnly(fileName: string, text: string): boolean {
  const [kept, elided] = [true, false].map((verbatimModuleSyntax) => ts.transpileModule(text, { fileName, compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax } }).outputText);
  return kept !== elided;
}
