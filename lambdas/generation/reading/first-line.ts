import type ts from 'typescript';

/** The beginning of a piece of code, for a sentence: its first line, at most so many characters. */
export const firstLine = (node: ts.Node, most = 60): string => (node.getText().split('\n', 1)[0] ?? '').slice(0, most);
