import ts from 'typescript';
import { slowness } from '../regex/slowness.ts';
import type { Sighting } from '../sighting.ts';
import { behindName, eachNode, literalText } from './each-node.ts';

/** Regular expressions that run for years on a short text, whoever gives it. */
export function* regexSightings(source: ts.SourceFile): Generator<Sighting> {
  for (const node of eachNode(source)) {
    const pattern = patternOf(node, source);
    if (pattern !== undefined && slowness(pattern.source, pattern.flags) === 'exponential') yield { rule: 'exponential-pattern', class: 'redos', node, message: `The time that /${pattern.source.slice(0, 60)}/ takes can double with each character of a text that does not match: a repetition in it can read the same text in two ways.`, advice: 'Rewrite it so that only one way of reading is left: no repetition directly within a repetition, no alternatives that begin alike.' };
  }
}

function patternOf(node: ts.Node, source: ts.SourceFile): { readonly source: string; readonly flags: string } | undefined {
  if (ts.isRegularExpressionLiteral(node)) return { source: node.text.slice(1, node.text.lastIndexOf('/')), flags: node.text.slice(node.text.lastIndexOf('/') + 1) };
  if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
    const text = literalText(behindName(node.arguments?.[0], source));
    return text === undefined ? undefined : { source: text, flags: literalText(node.arguments?.[1]) ?? '' };
  }
  if (ts.isPropertyAssignment(node) && node.name.getText().replaceAll(/['"]/g, '') === 'pattern') {
    const text = literalText(node.initializer);
    return text === undefined ? undefined : { source: text, flags: '' };
  }
  return undefined;
}
