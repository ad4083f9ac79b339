import ts from 'typescript';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { IndexText } from './index-text.ts';
import type { Loop } from './loop-around.ts';
import type { Search } from './search.ts';

/** The index before the loop's statement, and its answer in place of the search. An arrow function without a body gets one. */
export function indexEdits({ node, list, gives }: Search, { place }: Loop, { lines, answer }: IndexText): TextEdit[] {
  const { text } = place.getSourceFile();
  const { newline, indent, semicolon } = sourceStyle(text);
  const asked = gives === 'candidates' ? list : node;
  const replacement = { start: asked.getStart(), end: asked.getEnd(), text: answer };
  const outer = indentAt(text, place.getStart());
  if (ts.isStatement(place)) return [{ start: place.getStart(), end: place.getStart(), text: lines.map((line) => `${line}${newline}${outer}`).join('') }, replacement];

  const whole = ts.isParenthesizedExpression(place) ? place.expression : place;
  const arrow = place.parent.getStart();
  const base = indentAt(text, arrow);
  const startsLine = text.slice(0, place.getStart()).trimEnd().endsWith('=>') && text.slice(text.lastIndexOf('=>', place.getStart()), place.getStart()).includes('\n');
  const from = startsLine ? text.lastIndexOf('=>', place.getStart()) + 2 : place.getStart();
  const deeper = startsLine ? outer : base + indent;
  const opening = `${startsLine ? ' ' : ''}{${newline}${lines.map((line) => `${deeper}${line}${newline}`).join('')}${deeper}return `;
  const continued = startsLine || base === deeper ? [] : reindented(text, whole, indent, asked);
  return [
    { start: from, end: whole.getStart(), text: opening },
    ...continued,
    replacement,
    { start: whole.getEnd(), end: place.getEnd(), text: `${semicolon}${newline}${base}}` },
  ];
}

/** The further lines of an expression go in by one step; those inside what is replaced are gone. */
function reindented(text: string, whole: ts.Node, indent: string, gone: ts.Node): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = text.indexOf('\n', whole.getStart()); at >= 0 && at < whole.getEnd(); at = text.indexOf('\n', at + 1)) {
    const isGone = at >= gone.getStart() && at < gone.getEnd();
    if (!isGone && /^[ \t]*\S/.test(text.slice(at + 1))) edits.push({ start: at + 1, end: at + 1, text: indent });
  }
  return edits;
}
