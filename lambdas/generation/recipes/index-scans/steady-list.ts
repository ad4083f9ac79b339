import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, ownCallees, symbolOf } from '../../reading/callee.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { effectsOf } from '../../reading/effects.ts';
import { areSameType, elementType } from '../../reading/promised.ts';
import { referencedSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import { refuseHiddenWrites, runUnnamed, writtenArrays } from './hidden-writes.ts';
import { rootOf, type Loop } from './loop-around.ts';
import { shown, type Search } from './search.ts';
import { isTotal, partsOf } from './total.ts';

const CHANGING = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/;
const DEEPEST = 5;

/** Abstains unless the list, its elements' keys and their order stay as they are from before the loop until its last round. */
export function refuseChangingList(target: TargetProgram, search: Search, loop: Loop): void {
  const { list } = search;
  const name = list.getText();
  const root = rootOf(list);
  const symbol = root && symbolOf(target, root);
  const declaration = symbol?.valueDeclaration;
  if (declaration && ts.isVariableDeclaration(declaration) && ts.findAncestor(declaration, ts.isFunctionLike) === undefined && root === bare(list) && declaration.initializer && ts.isArrayLiteralExpression(bare(declaration.initializer))) abstain(`\`${name}\` is written out in the module: it does not grow with the request`);
  if (declaration && declaration.getSourceFile() === loop.place.getSourceFile() && isSameFunction(declaration, loop.place) && declaration.getStart() > loop.place.getStart()) abstain(`\`${name}\` is not yet there before the loop`);
  if (symbol && root === bare(list) && !target.checker.isArrayType(target.checker.getTypeOfSymbolAtLocation(symbol, loop.place))) abstain(`\`${name}\` may be missing before the loop`);

  if (!isTotal(target, list)) abstain(`\`${name}\` may be another list, or missing, each time it is asked for`);
  const missing = partsOfChain(list).find((part) => mayBeMissing(target, part));
  if (missing) abstain(`\`${missing.getText()}\` may be missing before the loop`);
  if (root === undefined && ts.findAncestor(list, (node) => (node === loop.place ? 'quit' : ts.isFunctionLike(node) && !ts.isArrowFunction(node)))) abstain(`\`${name}\` is of another \`this\` than that around the loop`);
  const waits = descendants(loop.node, (node): node is ts.Node => ts.isAwaitExpression(node) || ts.isYieldExpression(node))[0];
  if (waits) abstain(`the loop waits (\`${shown(waits)}\`), and \`${name}\` may change meanwhile`);
  refuseChangingCalls(target, search, loop);
  refuseChangingSought(target, search);
}

/** Where elements are gone through, the search asks again for each of them what it seeks. */
function refuseChangingSought(target: TargetProgram, { list, node, gives, equality: { sought } }: Search): void {
  if (gives !== 'candidates') return;
  const { writes } = effectsOf(target, node === list ? list.parent : node);
  const names = [sought, ...descendants(sought, ts.isIdentifier)].filter(ts.isIdentifier);
  const changing = names.find((name) => writes.has(symbolOf(target, name) as ts.Symbol));
  if (changing) abstain(`\`${changing.text}\` changes while the list is searched for it`);
}

const partsOfChain = (list: ts.Expression): ts.PropertyAccessExpression[] => {
  const node = bare(list);
  return ts.isPropertyAccessExpression(node) ? [node, ...partsOfChain(node.expression)] : [];
};

/** As it is declared, whatever is known of it inside the loop. */
function mayBeMissing(target: TargetProgram, part: ts.PropertyAccessExpression): boolean {
  const symbol = target.checker.getSymbolAtLocation(part.name);
  return symbol === undefined || partsOf(target.checker.getTypeOfSymbol(symbol)).some(({ flags }) => (flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0);
}

const isSameFunction = (a: ts.Node, b: ts.Node) => ts.findAncestor(a, ts.isFunctionLike) === ts.findAncestor(b, ts.isFunctionLike);

function chainSymbols(target: TargetProgram, list: ts.Expression): ts.Symbol[] {
  const node = bare(list);
  if (ts.isPropertyAccessExpression(node)) return [...(symbolOf(target, node.name) ? [symbolOf(target, node.name) as ts.Symbol] : []), ...chainSymbols(target, node.expression)];
  const symbol = ts.isIdentifier(node) ? symbolOf(target, node) : undefined;
  return symbol ? [symbol] : [];
}

/** No call in the loop changes an array that may be the list, and none runs code that nobody sees. */
function refuseChangingCalls(target: TargetProgram, { list, equality }: Search, loop: Loop): void {
  const type = target.checker.getTypeAtLocation(list);
  const element = elementType(target.checker, type)?.type;
  const kept = [...chainSymbols(target, list), ...equality.keySymbols];
  const seen = new Set<ts.Node>();
  const refuseWrites = (root: ts.Node): void => {
    const { writes } = effectsOf(target, root);
    const written = kept.find((each) => writes.has(each));
    if (written) abstain(`\`${written.getName()}\` is written in the loop`);
  };
  const visit = (root: ts.Node, depth: number): void => {
    for (const array of writtenArrays(target, root)) refuseChange(target, array, type, list);
    if (element) refuseHiddenWrites(target, root, element, equality.path);
    for (const run of runUnnamed(target, root)) {
      if (seen.has(run) || isWithin(run, loop.node)) continue;
      seen.add(run);
      refuseWrites(run);
      if (depth >= DEEPEST) abstain('what the loop runs is too far away to be read');
      visit(run, depth + 1);
    }
    for (const call of [...(ts.isCallExpression(root) ? [root] : []), ...descendants(root, ts.isCallExpression)]) {
      if (CHANGING.test(calleeName(call) ?? '') && ts.isPropertyAccessExpression(call.expression)) refuseChange(target, call.expression.expression, type, list);
      const callees = ownCallees(target, call);
      const declaration = target.checker.getResolvedSignature(call)?.declaration;
      if (callees.length === 0 && (declaration === undefined || target.pathOf(declaration) !== undefined)) abstain(`\`${call.expression.getText()}\` is called in the loop, and what it does to \`${list.getText()}\` is not known`);
      if (callees.length === 0 && call.arguments.some((argument) => bare(argument).getText() === list.getText()) && !/^(?:JSON\.stringify|Array\.isArray|console\.\w+)$/.test(call.expression.getText())) abstain(`\`${list.getText()}\` is handed to \`${call.expression.getText()}\` in the loop, which may change it`);
      for (const callee of callees) {
        if (seen.has(callee) || isWithin(callee, loop.node)) continue;
        seen.add(callee);
        if (depth >= DEEPEST) abstain(`what \`${call.expression.getText()}\` does in the loop is too far away to be read`);
        visit(callee, depth + 1);
      }
    }
  };
  refuseWrites(loop.node);
  visit(loop.node, 0);
}

function refuseChange(target: TargetProgram, changed: ts.Expression, type: ts.Type, list: ts.Expression): void {
  const changedType = target.checker.getTypeAtLocation(changed);
  if (changed.getText() === list.getText()) abstain(`\`${list.getText()}\` itself changes in the loop`);
  const [own, other] = [elementType(target.checker, type)?.type, elementType(target.checker, changedType)?.type];
  if (own === undefined || other === undefined || !areSameType(target.checker, own, other) || isFresh(target, changed, list)) return;
  abstain(`\`${changed.getText()}\`, which changes in the loop, may be the same list as \`${list.getText()}\``);
}

/** `const result = []` of the same function, which the list is not made of: two names of two arrays. */
function isFresh(target: TargetProgram, changed: ts.Expression, list: ts.Expression): boolean {
  const symbol = ts.isIdentifier(changed) ? symbolOf(target, changed) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const initializer = bare(declaration.initializer);
  const isMadeHere = (ts.isArrayLiteralExpression(initializer)) || (ts.isCallExpression(initializer) && /^(?:map|filter|slice|flatMap|concat)$/.test(calleeName(initializer) ?? ''));
  const root = rootOf(list);
  const listDeclaration = root && symbolOf(target, root)?.valueDeclaration;
  return isMadeHere && !(listDeclaration && ts.isVariableDeclaration(listDeclaration) && listDeclaration.initializer && referencedSymbols(target, listDeclaration.initializer).has(symbol));
}
