import ts from 'typescript';
import type { CheckFinding } from '../../../domain/check.ts';
import type { PowersInput } from '../powers.ts';
import { isCodePath, isTestPath } from '../source-path.ts';

/** Names of what decides who may do what, and whether what came in is what it says. */
const GUARD = /auth(?:ori[sz]|enti|n$|z$|$|[A-Z_])|permission|permitted|isAllowed|canAccess|hasRole|hasScope|isAdmin|ownership|isOwner|verif|signature|csrf|accessControl|\bacl\b|rateLimit|throttle|sanitiz|sanitis|validat|assert(?!ion)|ensure|escapeHtml|allowlist|whitelist|require(?:User|Login|Role|Auth|Scope)/i;

type Guards = { readonly calls: ReadonlyMap<string, number>; readonly refusals: number; readonly within: ReadonlyMap<string, number> };

/** Checks of who may do what and of what comes in: a patch may move them and may not have fewer of them. */
export function guardsKept({ before, after, changed, author }: PowersInput): CheckFinding[] {
  const paths = changed.filter((path) => isCodePath(path) && !isTestPath(path) && before.has(path));
  const old = sum(paths.map((path) => guardsOf(path, before.get(path) ?? '')));
  const now = sum(changed.filter((path) => isCodePath(path) && !isTestPath(path)).map((path) => guardsOf(path, after.get(path) ?? '')));
  const advice = `Keep every check of who may do what; a ${author} does not take one away.`;
  const path = paths[0];
  const at = path === undefined ? {} : { path };
  return [
    ...[...old.calls].filter(([name, count]) => (now.calls.get(name) ?? 0) < count).map(([name]) => ({ message: `${name} is called at fewer places than before.`, advice, ...at })),
    ...[...old.within].filter(([name, count]) => (now.within.get(name) ?? 0) < count).map(([name]) => ({ message: `${name} refuses at fewer places than before.`, advice, ...at })),
    ...(now.refusals < old.refusals ? [{ message: `Answers of 401 or 403 are given at ${now.refusals} places instead of ${old.refusals}.`, advice, ...at }] : []),
  ];
}

function guardsOf(path: string, text: string): Guards {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const calls = new Map<string, number>();
  const within = new Map<string, number>();
  let refusals = 0;
  const visit = (node: ts.Node, guard: string | undefined): void => {
    let inner = guard;
    if (ts.isFunctionLike(node)) inner = guardName(node) ?? guard;
    if (ts.isCallExpression(node)) {
      const name = ts.isIdentifier(node.expression) ? node.expression.text : ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
      if (GUARD.test(name)) count(calls, name);
    }
    if (inner !== undefined && (ts.isThrowStatement(node) || ts.isIfStatement(node) || (ts.isBinaryExpression(node) && isLogical(node)) || isFalse(node))) count(within, inner);
    if (ts.isNumericLiteral(node) && (node.text === '401' || node.text === '403')) refusals += 1;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(source, undefined);
  return { calls, refusals, within };
}

const count = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

const isLogical = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean => [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(kind);

const isFalse = (node: ts.Node): boolean => ts.isReturnStatement(node) && node.expression?.kind === ts.SyntaxKind.FalseKeyword;

function guardName(node: ts.SignatureDeclaration): string | undefined {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
  return named !== undefined && (ts.isIdentifier(named) || ts.isStringLiteral(named)) && GUARD.test(named.text) ? named.text : undefined;
}

function sum(all: readonly Guards[]): Guards {
  const calls = new Map<string, number>();
  const within = new Map<string, number>();
  for (const each of all) {
    for (const [name, times] of each.calls) calls.set(name, (calls.get(name) ?? 0) + times);
    for (const [name, times] of each.within) within.set(name, (within.get(name) ?? 0) + times);
  }
  return { calls, within, refusals: all.reduce((total, { refusals }) => total + refusals, 0) };
}
