import ts from 'typescript';
import type { Scalar } from './function-setting.ts';

/** The numbers and texts of a JSON file's objects; texts without their quotes. A file that does not parse gives none. */
export function jsonScalars(text: string): Scalar[] {
  const source = ts.parseJsonText('settings.json', text);
  const root = source.statements[0]?.expression;
  if (root === undefined || !isParsed(text)) return [];
  const scalars: Scalar[] = [];
  const visit = (node: ts.Node, path: readonly string[]): void => {
    if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) if (ts.isPropertyAssignment(property) && ts.isStringLiteral(property.name)) visit(property.initializer, [...path, property.name.text]);
    } else if (ts.isNumericLiteral(node)) scalars.push({ path, value: node.getText(source), start: node.getStart(source), end: node.getEnd() });
    else if (ts.isStringLiteral(node)) scalars.push({ path, value: node.text, start: node.getStart(source) + 1, end: node.getEnd() - 1 });
  };
  visit(root, []);
  return scalars;
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
