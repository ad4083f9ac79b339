import ts from 'typescript';
import type { Sighting } from '../sighting.ts';
import { eachNode } from './each-node.ts';

const ADVICE = 'Skip the names __proto__, constructor and prototype, or go down into own members of the target only (Object.hasOwn).';
const GUARD = /__proto__|isPrototype|prototypePoll|(?:is|has)_?(?:Safe|Unsafe|Forbidden|Blocked|Dangerous|Valid|Allowed|Proto|Reserved|Bad|Polluting|Prototype)\w*\(|Object\.create\(null\)|new Map\(|\w*(?:[Pp]roto|[Cc]onstructor)\w*\(|assertSafe|assertKey|checkKey|safeKey|validKey/i;

/** Functions that copy or set members at any depth without refusing `__proto__`: given such a name, they write to every object. */
export function* mergeSightings(source: ts.SourceFile): Generator<Sighting> {
  for (const node of eachNode(source)) {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) continue;
    const found = mergesDeeply(node) ?? setsByPath(node);
    if (found !== undefined) yield { rule: 'prototype-polluting-function', class: 'prototype-pollution', node: found, message: 'This writes members by names it is given, at any depth, __proto__ among them: that is the prototype of every object.', advice: ADVICE };
  }
}

type Write = { readonly node: ts.Node; readonly target: string; readonly name: string; readonly value: ts.Expression };

const writesIn = (fn: ts.Node): Write[] => [...eachNode(fn)].flatMap((node): Write[] => (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isElementAccessExpression(node.left) && !ts.isStringLiteralLike(node.left.argumentExpression) && !ts.isNumericLiteral(node.left.argumentExpression) ? [{ node, target: node.left.expression.getText(), name: node.left.argumentExpression.getText(), value: node.right }] : []));

/** `merge(target[key], source[key])` in a loop over the names of a source, beside `target[key] = source[key]`. */
function mergesDeeply(fn: ts.FunctionLikeDeclaration): ts.Node | undefined {
  const name = fn.name?.getText() ?? (ts.isVariableDeclaration(fn.parent) || ts.isPropertyAssignment(fn.parent) ? fn.parent.name.getText() : ts.isBinaryExpression(fn.parent) ? fn.parent.left.getText().split('.').at(-1) : undefined);
  if (name === undefined || fn.body === undefined) return undefined;
  const writes = writesIn(fn.body);
  if (writes.length === 0) return undefined;
  const text = fn.body.getText();
  for (const node of eachNode(fn.body)) {
    if (!ts.isCallExpression(node) || lastNameOf(node.expression) !== name) continue;
    for (const { node: write, target, name: key } of writes) {
      const member = `${target}[${key}]`;
      const passes = node.arguments.some((arg) => arg.getText() === member || (ts.isIdentifier(arg) && new RegExp(`\\b${escaped(arg.text)}\\s*=\\s*${escaped(member)}`).test(text)));
      const hasSource = [...text.matchAll(new RegExp(`([\\w.]+)\\[${escaped(key)}\\]`, 'g'))].some((match) => match[1] !== target) || /entries\(/.test(text);
      if (passes && hasSource && overNames(fn.body, key) && !isGuarded(fn, target, key)) return write;
    }
  }
  return undefined;
}

const lastNameOf = (node: ts.Expression): string => (ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '');

/** Whether the names come from iterating over an object. */
const overNames = (body: ts.Node, key: string): boolean => new RegExp(`\\b${escaped(key)}\\s+in\\b|\\b${escaped(key)}\\b[^\\n]*\\bof\\s+(?:Object|Reflect)\\.|Object\\.(?:keys|entries|getOwnPropertyNames)\\([^)]*\\)\\.(?:forEach|map|reduce)\\(|Reflect\\.ownKeys|\\bof\\s+\\w*(?:keys|Keys|entries|props|names)\\b|(?:keys|Keys|props|entries)\\.forEach\\(|_\\.(?:forOwn|forEach|each|forIn)\\(|(?:keys|Keys|props|names)\\[`).test(body.getText());

function isGuarded(fn: ts.FunctionLikeDeclaration, target: string, key: string): boolean {
  const text = fn.getText();
  if (GUARD.test(text)) return true;
  const [k, t] = [escaped(key), escaped(target)];
  return new RegExp(`\\.(?:has|includes|indexOf|test)\\(\\s*${k}\\s*[,)]|hasOwn(?:Property)?(?:\\.call)?\\(\\s*${t}\\s*,\\s*${k}|\\b${t}\\.hasOwnProperty\\(\\s*${k}|\\b${k}\\s*===?\\s*['"](?:constructor|prototype)`).test(text) || fn.getSourceFile().text.includes('Object.freeze(Object.prototype)');
}

/** `cursor = cursor[key]` along a path, and at its end `cursor[key] = value` with what the caller gave. */
function setsByPath(fn: ts.FunctionLikeDeclaration): ts.Node | undefined {
  if (fn.body === undefined) return undefined;
  const text = fn.body.getText();
  if (GUARD.test(fn.getText()) || !/\.split\(|\bpath\b|\bkeys?\b|\bsegments\b|\bparts\b|\bprops?\b/.test(fn.getText())) return undefined;
  const parameters = new Set(fn.parameters.flatMap((parameter) => (ts.isIdentifier(parameter.name) ? [parameter.name.text] : [])));
  for (const { node, target, name, value } of writesIn(fn.body)) {
    if (!ts.isIdentifier(value) || !parameters.has(value.text)) continue;
    const cursor = escaped(target);
    const descends = new RegExp(`\\b${cursor}\\s*=\\s*(?:\\(?\\s*)?${cursor}\\[(?!['"\\d])`).test(text) || (/\.reduce\(/.test(text) && new RegExp(`\\b${cursor}\\s*=[^;]*\\.reduce\\(`).test(text));
    const isReduced = /\.reduce\(/.test(target) && /\[\s*\w+\s*\]/.test(target);
    if ((descends || isReduced) && !isGuardedPath(fn, name) && isDeep(text, target, isReduced)) return node;
  }
  return undefined;
}

/** Names and not numbers are gone down by: a path was split, or is a list of names. */
const isDeep = (text: string, target: string, isReduced: boolean): boolean => isReduced || /split\(|\b(?:path|keys?|segments?|parts?|props?|fields?)\b/i.test(text.replaceAll(new RegExp(`\\b${escaped(target)}\\b`, 'g'), ''));

const isGuardedPath = (fn: ts.FunctionLikeDeclaration, key: string): boolean => new RegExp(`hasOwn(?:Property)?(?:\\.call)?\\(|\\.(?:has|includes|some|test)\\(\\s*(?:${escaped(key)}|key|part|segment|k|p|prop)\\s*[,)]`).test(fn.getText()) || /['"](?:constructor|prototype)['"]/.test(fn.getText());

const escaped = (text: string): string => text.slice(0, 120).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
