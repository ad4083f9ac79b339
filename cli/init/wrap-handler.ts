import ts from 'typescript';

export const PROBE_PACKAGE = '@pawl/probe';

/** The source with the probe around its handler; or why a person has to write that line. */
export type Wrapped = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: 'already' | 'unknown form' };

/**
 * Puts `probe(…)` around an exported handler, and the import at the top; nothing else moves. Knows the two usual forms,
 * `export const handler = …` (or `exports.handler = …`) and `export async function handler(…) {…}`.
 */
export function wrapHandler(fileName: string, text: string, exportName: string): Wrapped {
  if (text.includes(PROBE_PACKAGE)) return { ok: false, reason: 'already' };
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  for (const statement of source.statements) {
    const wrapped = asVariable(statement, exportName) ?? asFunction(statement, exportName) ?? asProperty(statement, exportName);
    if (wrapped !== undefined) return { ok: true, text: withImport(source, apply(text, wrapped), wrapped[0]?.commonJs === true) };
  }
  return { ok: false, reason: 'unknown form' };
}

/** Text put in at a place, in order of place. */
type Insertion = { readonly at: number; readonly text: string; readonly until?: number; readonly commonJs?: boolean };

const around = (node: ts.Node, commonJs = false): Insertion[] => [
  { at: node.getStart(), text: 'probe(', commonJs },
  { at: node.getEnd(), text: ')' },
];

function asVariable(statement: ts.Statement, name: string): Insertion[] | undefined {
  if (!ts.isVariableStatement(statement) || !isExported(statement)) return undefined;
  const declaration = statement.declarationList.declarations.find((each) => ts.isIdentifier(each.name) && each.name.text === name);
  return declaration?.initializer === undefined ? undefined : around(declaration.initializer);
}

function asFunction(statement: ts.Statement, name: string): Insertion[] | undefined {
  if (!ts.isFunctionDeclaration(statement) || statement.name?.text !== name || !isExported(statement) || statement.asteriskToken !== undefined) return undefined;
  const exportWord = statement.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (exportWord === undefined || statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return undefined;
  return [{ at: exportWord.getStart(), until: exportWord.getEnd(), text: `export const ${name} = probe(` }, { at: statement.getEnd(), text: endsWithSemicolons(statement.getSourceFile()) ? ');' : ')' }].map(tight);
}

/** `probe(async function` without the space that stood after `export`. */
const tight = (insertion: Insertion): Insertion => (insertion.until === undefined ? insertion : { ...insertion, until: insertion.until + 1 });

function asProperty(statement: ts.Statement, name: string): Insertion[] | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression) || statement.expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const { left, right } = statement.expression;
  return ts.isPropertyAccessExpression(left) && left.name.text === name && /^(?:module\.)?exports$/.test(left.expression.getText()) ? around(right, true) : undefined;
}

const isExported = (statement: ts.VariableStatement | ts.FunctionDeclaration): boolean => statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

/** Whether the file writes them: by its imports and variables, which could do without. */
function endsWithSemicolons(source: ts.SourceFile): boolean {
  const telling = source.statements.filter((statement) => ts.isImportDeclaration(statement) || ts.isVariableStatement(statement) || ts.isExpressionStatement(statement));
  return telling.length === 0 || telling.some((statement) => statement.getText().endsWith(';'));
}

const apply = (text: string, insertions: readonly Insertion[]): string =>
  insertions.toReversed().reduce((now, { at, until = at, text: added }) => now.slice(0, at) + added + now.slice(until), text);

/** After the last import, or at the top behind a shebang and directives; with the quotes, semicolons and line ends of the file. */
function withImport(source: ts.SourceFile, text: string, commonJs: boolean): string {
  const imports = source.statements.filter((statement) => ts.isImportDeclaration(statement));
  const first = imports[0]?.moduleSpecifier.getText() ?? /require\((['"`])/.exec(text)?.[1] ?? "'";
  const quote = first.startsWith('"') ? '"' : "'";
  const semicolon = endsWithSemicolons(source) ? ';' : '';
  const line = commonJs ? `const { probe } = require(${quote}${PROBE_PACKAGE}${quote})${semicolon}` : `import { probe } from ${quote}${PROBE_PACKAGE}${quote}${semicolon}`;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const last = imports.at(-1);
  if (last !== undefined) return `${text.slice(0, last.getEnd())}${newline}${line}${text.slice(last.getEnd())}`;
  const directives = source.statements.findLast((statement, index) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression) && index < 3);
  const at = directives?.getEnd() ?? ts.getShebang(text)?.length ?? 0;
  return at === 0 ? `${line}${newline}${text}` : `${text.slice(0, at)}${newline}${line}${text.slice(at)}`;
}
