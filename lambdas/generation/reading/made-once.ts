import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { isTestPath, symbolOf } from './callee.ts';
import { functionName } from './enclosing.ts';

/** Every place outside the tests that names a symbol, its declaration and imports left out. */
export function placesNaming(target: TargetProgram, symbol: ts.Symbol): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === symbol.getName() && !ts.isImportSpecifier(node.parent) && !ts.isExportSpecifier(node.parent) && symbolOf(target, node) === symbol && !(symbol.declarations ?? []).some((declaration) => declaration === node.parent)) found.push(node);
    ts.forEachChild(node, visit);
  };
  for (const source of target.sources) if (!isTestPath(target.pathOf(source) ?? '')) visit(source);
  return found;
}

/**
 * Whether a class or factory is used only while the module loads, so that what it makes lives as long as the process.
 * Follows named functions that make it, three deep; `undefined` when nobody is seen making it.
 */
export function isMadeOnce(target: TargetProgram, maker: ts.Symbol, depth = 0): boolean | undefined {
  const makings = placesNaming(target, maker).flatMap((name) => {
    const whole = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
    return (ts.isNewExpression(whole.parent) || ts.isCallExpression(whole.parent)) && whole.parent.expression === whole ? [whole.parent] : [];
  });
  if (makings.length === 0) return undefined;
  return makings.every((making) => {
    const fn = ts.findAncestor(making.parent, ts.isFunctionLike);
    if (fn === undefined || isKeptOutside(target, making, fn)) return true;
    const name = functionName(fn);
    const declared = fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
    const symbol = name === undefined || declared === undefined ? undefined : target.checker.getSymbolAtLocation(declared);
    return symbol !== undefined && depth < 3 && isMadeOnce(target, symbol, depth + 1) === true;
  });
}

/** `client ??= new Client()` into a variable of the module. */
function isKeptOutside(target: TargetProgram, making: ts.Node, fn: ts.FunctionLike): boolean {
  const assignment = making.parent;
  if (!ts.isBinaryExpression(assignment) || assignment.right !== making || assignment.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionEqualsToken) return false;
  const symbol = symbolOf(target, assignment.left);
  return symbol !== undefined && !(symbol.declarations ?? []).some((declaration) => ts.findAncestor(declaration, ts.isFunctionLike) === fn);
}
