import ts from 'typescript';
import type { CheckFinding } from '../../domain/check.ts';
import type { Patch } from '../../domain/remedy.ts';
import type { Files } from './apply-patch.ts';
import { isCodePath, isTestPath } from './source-path.ts';

export type PowersInput = { readonly before: Files; readonly after: Files; readonly changed: readonly string[]; readonly author: Patch['author']['kind'] };

type Power = { readonly what: string; readonly line: number };

/**
 * What a recipe's or a model's patch would let the service do that it did not do before: read another environment variable, reach
 * another host, steer its process, make code at run time. Whatever was written into the evidence it was made from, it cannot bring
 * these in. New tests may read and set the environment and name hosts, since they run in the workshop only. People may do all of it.
 */
export function checkPowers({ before, after, changed, author }: PowersInput): CheckFinding[] {
  if (author === 'person') return [];
  const used = [...before].flatMap(([path, text]) => powersOf(path, text).map(({ what }) => ({ what, inTest: isTestPath(path) })));
  const isKnown = (path: string, what: string) => used.some((each) => each.what === what && (isTestPath(path) || !each.inTest));
  return changed.flatMap((path) => powersOf(path, after.get(path) ?? '')
    .filter(({ what }) => !isKnown(path, what) && !(isTestPath(path) && /^(process\.env|the host)/.test(what)))
    .map(({ what, line }) => ({ message: `${path} uses ${what}, which the service did not use before.`, advice: `A ${author} works with what the service uses already; do without it, or have a person propose this.`, path, line })));
}

function powersOf(path: string, text: string): Power[] {
  if (!isCodePath(path)) return [];
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const powers: Power[] = [];
  const visit = (node: ts.Node): void => {
    for (const what of powersAt(node)) powers.push({ what, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return powers;
}

function powersAt(node: ts.Node): readonly string[] {
  if (ts.isIdentifier(node)) return identifierPower(node);
  if (ts.isCallExpression(node)) {
    const [first] = node.arguments;
    const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
    return loads && (first === undefined || !ts.isStringLiteralLike(first)) ? ['a module chosen at run time'] : [];
  }
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) return [...node.text.matchAll(/\b(?:https?|wss?):\/\/([^/\s:?#]+)/g)].map(([, host]) => `the host ${host?.toLowerCase()}`);
  return [];
}

const GLOBALS: Readonly<Record<string, string>> = { eval: 'eval', Function: 'the Function constructor', globalThis: 'globalThis' };

function identifierPower(node: ts.Identifier): readonly string[] {
  const { parent } = node;
  const isMember = (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node) || ts.isTypeReferenceNode(parent) || ts.isImportSpecifier(parent);
  if (isMember) return [];
  if (node.text !== 'process') return Object.hasOwn(GLOBALS, node.text) ? [GLOBALS[node.text] ?? node.text] : [];
  const member = memberOf(node);
  if (member === undefined) return ['process'];
  if (member.name !== 'env') return [`process.${member.name}`];
  return [`process.env.${memberOf(member.node)?.name ?? '*'}`];
}

/** `x.name` or `x['name']` around an expression. */
function memberOf(node: ts.Expression): { readonly name: string; readonly node: ts.Expression } | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return { name: parent.name.text, node: parent };
  if (ts.isElementAccessExpression(parent) && parent.expression === node && ts.isStringLiteralLike(parent.argumentExpression)) return { name: parent.argumentExpression.text, node: parent };
  return undefined;
}
