import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, isTestPath, ownCallees } from '../../reading/callee.ts';
import { isChangedHere } from '../../reading/changed-values.ts';
import { effectsOf } from '../../reading/effects.ts';
import { descendants, isOwnFunction, isWithin, type OwnFunction } from '../../reading/enclosing.ts';
import { isMadeOnce, placesNaming } from '../../reading/made-once.ts';
import { isAssignedIn, isDeclaredIn, isWriteTarget } from '../../reading/references.ts';
import { addressesIn } from '../../reading/shape-literal.ts';
import { abstain } from '../../recipe.ts';
import type { CachedRead } from './cached-read.ts';

/** Values that people expect to be true at this moment. */
const VOLATILE = /status|balance|stock|inventor|availab|session|token|cart|basket|lock|nonce|queue|quota|otp|health|progress|live/i;
/** Answers that may depend on who asks. */
const PERSONAL = /\b(?:authorization|cookie|x-user|x-tenant|x-customer|getStore)\b|AsyncLocalStorage/i;
const CHANGING = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bperformance\.now\(/;
const REQUEST_SCOPED = /^(?:event|context|ctx|req|request|token|auth\w*|user\w*|session\w*|tenant\w*|headers|claims|principal)$/i;

/** Abstains unless the answer depends on the arguments alone and may be a minute old. */
export function refuseUnsafe(target: TargetProgram, { fn, name, segments }: CachedRead): void {
  const text = fn.getText();
  const volatile = [name, ...segments].find((word) => VOLATILE.test(word));
  if (volatile !== undefined) abstain(`\`${volatile}\` sounds like something that must be true at this moment`);
  const texts = [text, ...reachedFrom(target, fn).map((callee) => callee.getText())];
  if (texts.some((each) => CHANGING.test(each))) abstain(`\`${name}\` uses the time or chance`);
  if (texts.some((each) => PERSONAL.test(each))) abstain(`the answer of \`${name}\` may depend on who asks`);
  if (ts.isFunctionDeclaration(fn) && descendants(fn, (node): node is ts.Node => node.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(node) && node.text === 'arguments'), true).length > 0) abstain(`\`${name}\` depends on how it is called (\`this\` or \`arguments\`)`);
  const effects = effectsOf(target, fn);
  if (effects.writesOutside !== undefined) abstain(`\`${name}\` also does ${effects.writesOutside}`);
  for (const symbol of effects.reads) refuseState(target, symbol, fn, name);
  refuseShortLife(target, fn, name);
  const write = writeTo(target, segments);
  if (write !== undefined) abstain(`the service also changes what it reads there (\`${write}\`)`);
}

/** The target's own functions that it runs, four calls deep: headers and keys are often made elsewhere. */
function reachedFrom(target: TargetProgram, fn: OwnFunction): OwnFunction[] {
  const found = new Set<OwnFunction>();
  const visit = (root: OwnFunction, depth: number): void => {
    for (const callee of descendants(root, ts.isCallExpression).flatMap((call) => ownCallees(target, call))) {
      if (found.has(callee) || callee === fn || depth > 3) continue;
      found.add(callee);
      visit(callee, depth + 1);
    }
  };
  visit(fn, 0);
  return [...found];
}

function refuseState(target: TargetProgram, symbol: ts.Symbol, fn: ts.Node, name: string): void {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || target.pathOf(declaration) === undefined || isDeclaredIn(symbol, fn)) return;
  const owner = ts.findAncestor(declaration, ts.isFunctionLike);
  if (ts.isParameter(declaration) && owner && isWithin(fn, owner) && REQUEST_SCOPED.test(symbol.getName())) abstain(`\`${name}\` depends on \`${symbol.getName()}\`, which belongs to one request`);
  if (ts.isVariableDeclaration(declaration) && isModuleState(declaration) && placesNaming(target, symbol).some((place) => isWriteTarget(place) || isChangedHere(place))) abstain(`\`${name}\` depends on \`${symbol.getName()}\`, which changes`);
  if (ts.isPropertyDeclaration(declaration) && ts.isClassLike(declaration.parent)) {
    const changing = declaration.parent.members.some((member) => !ts.isConstructorDeclaration(member) && isAssignedIn(target, symbol, member));
    if (changing) abstain(`\`${name}\` depends on \`${symbol.getName()}\`, which changes`);
  }
}

/** What outlives a call: also a constant whose parts are set (`session.token = …`). */
const isModuleState = (declaration: ts.VariableDeclaration) => ts.findAncestor(declaration, ts.isFunctionLike) === undefined;

/** A cache inside something that is made anew for every request would always be empty. */
function refuseShortLife(target: TargetProgram, fn: ts.Node, name: string): void {
  const maker = ts.findAncestor(fn.parent, (node) => ts.isClassLike(node) || (isOwnFunction(node) && node !== fn));
  if (maker === undefined) return;
  const declared = ts.isClassLike(maker) || ts.isFunctionDeclaration(maker) ? maker.name : ts.isVariableDeclaration(maker.parent) ? maker.parent.name : undefined;
  const symbol = declared && target.checker.getSymbolAtLocation(declared);
  const once = symbol && isMadeOnce(target, symbol);
  if (once === undefined) abstain(`it is not visible where what holds \`${name}\` is made, and for how long it lives`);
  if (!once) abstain(`what holds \`${name}\` is made inside a function, perhaps for every request`);
}

/** A request of the service itself that writes under the same address. */
function writeTo(target: TargetProgram, segments: readonly string[]): string | undefined {
  const resource = segments.find((segment) => segment !== '{}' && !/^(?:v\d+|api)$/.test(segment));
  for (const source of target.sources) {
    if (isTestPath(target.pathOf(source) ?? '')) continue;
    for (const call of descendants(source, ts.isCallExpression)) {
      const writes = /^(?:post|put|patch|delete|del)$/i.test(calleeName(call) ?? '') || call.arguments.some((argument) => ts.isObjectLiteralExpression(argument) && /\bmethod:\s*['"`](?:POST|PUT|PATCH|DELETE)/i.test(argument.getText()));
      if (writes && resource !== undefined && call.arguments.some((argument) => addressesIn(argument).some((address) => address.segments.includes(resource)))) return (call.getText().split('\n', 1)[0] ?? '').slice(0, 80);
    }
  }
  return undefined;
}
