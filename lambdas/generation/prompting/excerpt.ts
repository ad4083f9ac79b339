import ts from 'typescript';

const MOST_TYPE_LINES = 20;
/** A gap that is no longer is shown: saying what is left out would take as much room. */
const LEAST_GAP = 3;

/**
 * A file in part: its imports, the needed statements whole with the comments before them, short types, and the signatures of the rest, with a line that
 * says what is left out. Every other line is a line of the file, in its order, so that a diff of it fits. `onlyNeeded` leaves out types and signatures too,
 * for files of so many functions that these alone would fill the room.
 */
export function excerptOf(source: ts.SourceFile, needed: ReadonlySet<ts.Node>, { onlyNeeded = false }: { readonly onlyNeeded?: boolean } = {}): string {
  const lines = source.text.split(/\r?\n/);
  const shown = new Set<number>();
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const show = (from: number, to: number): void => {
    for (let line = from; line <= to; line += 1) shown.add(line);
  };
  for (const statement of source.statements) {
    const [first, last] = [lineAt(statement.getStart(source, true)), lineAt(statement.getEnd())];
    const isShort = (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && last - first < MOST_TYPE_LINES;
    if (needed.has(statement)) show(lineAt(firstComment(source, statement)), last);
    else if (ts.isImportDeclaration(statement) || (isShort && !onlyNeeded)) show(first, last);
    else if (!onlyNeeded) {
      const signature = signatureEnd(statement);
      if (signature !== undefined) show(lineAt(statement.getStart(source)), lineAt(signature));
    }
  }
  const parts: string[] = [];
  for (let line = 0; line < lines.length; line += 1) {
    const from = line;
    while (line < lines.length && !shown.has(line)) line += 1;
    if (line - from >= LEAST_GAP) parts.push(`// ... lines ${from + 1} to ${line} omitted ...`);
    else parts.push(...lines.slice(from, line));
    if (line < lines.length) parts.push(lines[line] ?? '');
  }
  return `${parts.join('\n').replace(/\n+$/, '')}\n`;
}

const firstComment = (source: ts.SourceFile, node: ts.Node): number => ts.getLeadingCommentRanges(source.text, node.getFullStart())?.[0]?.pos ?? node.getStart(source);

/** Where the signature of a function, class or function-valued constant ends; `undefined` for what has none. */
function signatureEnd(statement: ts.Statement): number | undefined {
  if (ts.isFunctionDeclaration(statement)) return statement.body?.getStart() ?? statement.getEnd();
  if (ts.isClassDeclaration(statement)) return statement.members[0]?.pos ?? statement.getEnd();
  if (!ts.isVariableStatement(statement)) return undefined;
  const value = statement.declarationList.declarations[0]?.initializer;
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value.body.getStart() : undefined;
}
