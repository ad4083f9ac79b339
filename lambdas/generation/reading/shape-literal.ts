import ts from 'typescript';

/** The path segments of a measured shape: `GET host/items/{}?x={}` gives `['items', '{}']`. */
export function shapeSegments(shape: string): string[] {
  const address = shape.replace(/^[A-Z]+\s+/, '').replace(/^\w+:\/\//, '').replace(/\?.*$/, '');
  return address.split('/').slice(1).filter((segment) => segment !== '');
}

/** Every address or part of one that a piece of code spells out, with `{}` for what is filled in. */
export function addressesIn(root: ts.Node): { node: ts.Node; segments: string[] }[] {
  const found: { node: ts.Node; segments: string[] }[] = [];
  const visit = (node: ts.Node): void => {
    const text = literalText(node);
    if (text !== undefined && text.includes('/')) found.push({ node, segments: segmentsOf(text) });
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** `BASE + '/items/' + id` and templates as one text; `undefined` for what is no text. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = literalText(node.left);
    const right = literalText(node.right);
    return left === undefined && right === undefined ? undefined : `${left ?? '{}'}${right ?? '{}'}`;
  }
  return undefined;
}

const segmentsOf = (text: string) =>
  text
    .replace(/^\w+:\/\/[^/]*/, '')
    .replace(/\?.*$/s, '')
    .split('/')
    .filter((segment) => segment !== '');

/** Whether a spelled-out address can be that of the shape: compared from the end, with at least one word in common. */
export function matchesShape(segments: readonly string[], shape: readonly string[]): boolean {
  const length = Math.min(segments.length, shape.length);
  let words = 0;
  for (let back = 1; back <= length; back += 1) {
    const written = segments[segments.length - back] ?? '';
    const measured = shape[shape.length - back] ?? '';
    if (written.includes('{}') || measured === '{}') continue;
    if (written !== measured) return false;
    words += 1;
  }
  return words > 0 || (shape.length === 0 && segments.length === 0);
}
