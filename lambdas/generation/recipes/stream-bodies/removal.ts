import type ts from 'typescript';
import type { TextEdit } from '../../edits/text-edit.ts';

/** The statement with its whole line, where it stands alone there. */
export function removal(statement: ts.Statement): TextEdit {
  const { text } = statement.getSourceFile();
  const lineStart = text.lastIndexOf('\n', statement.getStart() - 1) + 1;
  const lineEnd = text.indexOf('\n', statement.getEnd());
  const isAlone = text.slice(lineStart, statement.getStart()).trim() === '' && lineEnd >= 0 && text.slice(statement.getEnd(), lineEnd).trim() === '';
  return isAlone ? { start: lineStart, end: lineEnd + 1, text: '' } : { start: statement.getStart(), end: statement.getEnd(), text: '' };
}
