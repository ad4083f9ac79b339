import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, isTestPath } from '../../reading/callee.ts';
import { effectsOf } from '../../reading/effects.ts';
import { descendants, isOwnFunction, isWithin } from '../../reading/enclosing.ts';
import { isMadeOnce } from '../../reading/made-once.ts';
import { isAssignedIn, isDeclaredIn } from '../../reading/references.ts';
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
  if (CHANGING.test(text)) abstain(`\`${name}\` uses the time or chance`);
  if (PERSONAL.test(text)) abstain(`the answer of \`${name}\` may depend on who asks`);
  const effects = effectsOf(target, fn);
  if (effects.writesOutside !== undefined) abstain(`\`${name}\` also does ${effects.writesOutside}`);
  for (const symbol of effects.reads) refuseState(target, symbol, fn, name);
  refuseShortLife(target, fn, name);
  const write = writeTo(target, segments);
  if (write !== undefined) abstain(`the service also changes what it reads there (\`${write}\`)`);
}

function refuseState(target: TargetProgram, symbol: ts.Symbol, fn: ts.Node, name: string): void {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || target.pathOf(declaration) === undefined || isDeclaredIn(symbol, fn)) return;
  const scope = declaration.getSourceFile();
  const owner = ts.findAncestor(declaration, ts.isFunctionLike);
  if (ts.isParameter(declaration) && owner && isWithin(fn, owner) && REQUEST_SCOPED.test(symbol.getName())) abstain(`\`${name}\` depends on \`${symbol.getName()}\`, which belongs to one request`);
  if (ts.isVariableDeclaration(declaration) && isAssignedIn(target, symbol, scope) && ((declaration.parent.flags & ts.NodeFlags.Const) === 0)) abstain(`\`${name}\` depends on \`${symbol.getName()}\`, which changes`);
  if (ts.isPropertyDeclaration(declaration) && ts.isClassLike(declaration.parent)) {
    const changing = declaration.parent.members.some((member) => !ts.isConstructorDeclaration(member) && isAssignedIn(target, symbol, member));
    if (changing) abstain(`\`${name}\` depends on \`${symbol.getName()}\`, which changes`);
  }
}

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
