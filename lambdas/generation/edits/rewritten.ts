import ts from 'typescript';
import { applyEdits, type TextEdit } from './text-edit.ts';

/** The source of a node with some nodes inside it replaced. `replace` is asked from the outside in; `undefined` goes deeper. */
export function rewritten(root: ts.Node, replace: (node: ts.Node) => string | undefined): string {
  const offset = root.getStart();
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node): void => {
    const text = replace(node);
    if (text === undefined) ts.forEachChild(node, visit);
    else edits.push({ start: node.getStart() - offset, end: node.getEnd() - offset, text });
  };
  visit(root);
  return applyEdits(root.getText(), edits);
}
