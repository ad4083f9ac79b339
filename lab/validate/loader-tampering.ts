import ts from 'typescript';

/** Modules of Node's that decide how others are loaded, tested or seen, rather than doing a program's work. */
const DECIDING = /^(?:node:)?(?:module|test|test\/reporters|inspector|inspector\/promises|v8|vm|repl)$/;
const LOADER = /^(?:_load|_extensions|_resolveFilename|_compile|_pathCache|prepareStackTrace|mainModule|_linkedBinding|binding)$/;
const GLOBALS = /^(?:globalThis|global)$/;

export type Tampering = { readonly what: string; readonly line: number };

/** Where a program reaches for what loads and runs its tests: a module that decides, the loader's insides, the names of all programs. */
export function loaderTampering(path: string, text: string): Tampering[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Tampering[] = [];
  const own = declaredIn(source);
  const visit = (node: ts.Node): void => {
    const what = tamperingAt(node, own);
    if (what !== undefined) found.push({ what, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function tamperingAt(node: ts.Node, own: ReadonlySet<string>): string | undefined {
  if (ts.isStringLiteralLike(node) && DECIDING.test(node.text) && isLoaded(node)) return `the module "${node.text}"`;
  if (ts.isPropertyAccessExpression(node) && LOADER.test(node.name.text)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression) && LOADER.test(node.argumentExpression.text)) return node.argumentExpression.text;
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require' && /^(cache|main|extensions)$/.test(node.name.text) && !asksWhetherItIsRun(node)) return `require.${node.name.text}`;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return assignedGlobal(node.left, own);
  return undefined;
}

/** `require.main === module`: whether the file is run by itself, as many ask at their end. */
const asksWhetherItIsRun = ({ parent, name }: ts.PropertyAccessExpression): boolean =>
  name.text === 'main' && ts.isBinaryExpression(parent) && [parent.left, parent.right].some((side) => ts.isIdentifier(side) && side.text === 'module') && /^[!=]==?$/.test(parent.operatorToken.getText());

const isLoaded = ({ parent }: ts.Node): boolean =>
  ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)
  || (ts.isCallExpression(parent) && (parent.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(parent.expression) && parent.expression.text === 'require') || (ts.isPropertyAccessExpression(parent.expression) && parent.expression.name.text === 'getBuiltinModule')));

/** `globalThis.setTimeout = …`: what every program knows by that name. A name of its own is nobody else's. */
function assignedGlobal(left: ts.Expression, own: ReadonlySet<string>): string | undefined {
  const isGlobal = (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left)) && ts.isIdentifier(left.expression) && GLOBALS.test(left.expression.text);
  const name = ts.isIdentifier(left) ? (own.has(left.text) ? undefined : left.text) : isGlobal && ts.isPropertyAccessExpression(left) ? left.name.text : isGlobal && ts.isElementAccessExpression(left) && ts.isStringLiteralLike(left.argumentExpression) ? left.argumentExpression.text : undefined;
  return name !== undefined && Object.hasOwn(globalThis, name) ? `the global ${name}` : undefined;
}

/** Every name that the file declares anywhere. */
function declaredIn(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node)) && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
