import ts from 'typescript';
import type { CheckFinding } from '../../domain/check.ts';
import type { FileChange } from '../../domain/remedy.ts';
import { isCodePath, isTestPath } from './source-path.ts';

/** What a file of tests demands. */
export type Demands = {
  /** Tests, those that are set aside included. */
  readonly tests: number;
  /** Tests and suites that are skipped, still to do, expected to fail, or alone with `only`. */
  readonly setAside: number;
  readonly assertions: number;
  /** Of them, those that hold for nearly everything: that something is there, or is truthy. */
  readonly vague: number;
  /** Milliseconds that single tests are given, largest first. */
  readonly timeoutsMs: readonly number[];
};

const TESTS = /^(test|it)$/;
const SUITES = /^(describe|suite|context)$/;
const SET_ASIDE_NAMES = /^(xit|xtest|xdescribe|fit|fdescribe)$/;
const SET_ASIDE = /^(skip|only|todo|fails|failing|skipIf|runIf)$/;
const VAGUE = /^(toBeTruthy|toBeFalsy|toBeDefined|toBeUndefined|ok|exists?|not)$/;
const SNAPSHOT = /(^|\/)__snapshots__\/|\.snap(shot)?$/;

/**
 * Tests that exist and would demand less: switched off, with fewer or vaguer assertions, with more time, with a snapshot written anew.
 * Counted on the syntax, over all tests of the patch together, so that what moves to another file is not missed in its own.
 * Whether what is left is demanded of the new code, the runs tell.
 */
export function checkTestWeakening(files: readonly FileChange[]): CheckFinding[] {
  const tests = files.filter(({ path }) => isTestPath(path));
  const changed = tests.filter(({ before, after }) => before !== null && after !== null);
  const code = tests.filter(({ path }) => isCodePath(path)).map((file) => ({ path: file.path, old: demandsOf(file.path, file.before ?? ''), now: demandsOf(file.path, file.after ?? ''), existed: file.before !== null }));
  const [firstChanged] = changed;
  const sum = (pick: (demands: Demands) => number) => ({ old: code.reduce((all, { old }) => all + pick(old), 0), now: code.reduce((all, { now }) => all + pick(now), 0) });
  const findings: CheckFinding[] = changed.filter(({ path }) => SNAPSHOT.test(path)).map(({ path }) => ({ message: `${path} is a snapshot and would be written anew.`, advice: KEEP, path, rule: RULE }));
  for (const { path, old, now, existed } of code) {
    if (!existed) continue;
    if (now.setAside > old.setAside) findings.push({ message: `${path} switches tests off (skip, only, todo): ${now.setAside} are, ${old.setAside} were.`, advice: KEEP, path, rule: RULE });
    if ((now.timeoutsMs[0] ?? 0) > (old.timeoutsMs[0] ?? DEFAULT_TIMEOUT_MS)) findings.push({ message: `${path} gives a test ${now.timeoutsMs[0] ?? 0} ms.`, advice: 'Leave the time that tests have as it is, or make the code quicker.', path, rule: RULE });
  }
  if (firstChanged === undefined) return findings;
  for (const [what, { old, now }] of [['tests', sum(({ tests: count }) => count)], ['assertions', sum(({ assertions }) => assertions)], ['assertions that are exact', sum(({ assertions, vague }) => assertions - vague)]] as const) {
    if (now < old) return [...findings, { message: `The changed tests have ${now} ${what}, and had ${old}.`, advice: KEEP, path: firstChanged.path, rule: RULE }];
  }
  return findings;
}

const RULE = 'test-weakening';
const KEEP = 'Keep what the tests demand; where it is wrong by now, list "tests" in the target\'s "allows", or change the tests by hand.';
/** Jest and vitest give a test five seconds unless told otherwise. */
const DEFAULT_TIMEOUT_MS = 5000;

export function demandsOf(path: string, text: string): Demands {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = { tests: 0, setAside: 0, assertions: 0, vague: 0 };
  const timeoutsMs: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [root = '', ...members] = namesOf(node.expression);
      const isTest = TESTS.test(root);
      const aside = SET_ASIDE_NAMES.test(root) || ((isTest || SUITES.test(root)) && (members.some((name) => SET_ASIDE.test(name)) || hasOption(node, SET_ASIDE))) || (members.length === 1 && /^(t|this|context|ctx)$/.test(root) && /^(skip|todo)$/.test(members[0] ?? ''));
      if (aside) found.setAside += 1;
      if ((isTest || /^(xit|xtest|fit)$/.test(root)) && !ts.isCallExpression(node.parent)) found.tests += 1;
      if (isTest || SUITES.test(root)) timeoutsMs.push(...timeoutOf(node));
      if (isAssertion(root, members, node)) {
        found.assertions += 1;
        if (VAGUE.test(members.at(-1) ?? (root === 'assert' ? 'ok' : '')) || isConstant(node)) found.vague += 1;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { ...found, timeoutsMs: timeoutsMs.toSorted((a, b) => b - a) };
}

/** `expect(x).not.toBe` → expect, not, toBe; `test.each(rows)` → test, each. */
function namesOf(expression: ts.Expression): readonly string[] {
  if (ts.isIdentifier(expression)) return [expression.text];
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return ['this'];
  if (ts.isPropertyAccessExpression(expression)) return [...namesOf(expression.expression), expression.name.text];
  if (ts.isCallExpression(expression) || ts.isTaggedTemplateExpression(expression)) return namesOf(ts.isCallExpression(expression) ? expression.expression : expression.tag);
  return [];
}

/** Of `expect(a).toBe(b)` the outer call counts, not `expect(a)`, which alone demands nothing. */
function isAssertion(root: string, members: readonly string[], node: ts.CallExpression): boolean {
  if (root === 'expect') return members.length > 0 && !ts.isPropertyAccessExpression(node.parent);
  return root === 'assert' || (root === 'console' && members[0] === 'assert') || (root === 't' && (members[0] === 'assert' || /^(is|deepEqual|equal|strictEqual|throws|rejects|ok|true|false)$/.test(members[0] ?? '')));
}

/** `expect(true).toBe(true)`, `assert(1)`: holds whatever the code does. */
function isConstant(node: ts.CallExpression): boolean {
  const given = argumentsAlong(node);
  return given.length > 0 && given.every((each) => ts.isLiteralExpression(each) || each.kind === ts.SyntaxKind.TrueKeyword || each.kind === ts.SyntaxKind.FalseKeyword || each.kind === ts.SyntaxKind.NullKeyword);
}

/** Of a chain of calls: what each is given. */
function argumentsAlong(expression: ts.Expression): readonly ts.Expression[] {
  if (ts.isCallExpression(expression)) return [...argumentsAlong(expression.expression), ...expression.arguments];
  return ts.isPropertyAccessExpression(expression) ? argumentsAlong(expression.expression) : [];
}

const propertiesOf = (node: ts.CallExpression): readonly ts.PropertyAssignment[] =>
  node.arguments.filter(ts.isObjectLiteralExpression).flatMap(({ properties }) => properties.filter(ts.isPropertyAssignment));

const hasOption = (node: ts.CallExpression, names: RegExp): boolean => propertiesOf(node).some(({ name, initializer }) => names.test(name.getText()) && initializer.kind !== ts.SyntaxKind.FalseKeyword);

function timeoutOf(node: ts.CallExpression): number[] {
  const given = [node.arguments[2], ...propertiesOf(node).filter(({ name }) => name.getText() === 'timeout').map(({ initializer }) => initializer)];
  return given.flatMap((each) => (each !== undefined && ts.isNumericLiteral(each) ? [Number(each.text.replaceAll('_', ''))] : []));
}
