import ts from 'typescript';

const LEAST_CHARACTERS = 8;
const MOST_QUOTED_LINES = 5;
const SCRIPT = /\.[cm]?[jt]sx?$/;
const COMMENT = /^(?:\/\/|\/\*|\*|#|<!--|--|;|%)/;

/**
 * Where a quoted line of code stands in a file, from 1; `undefined` when it does not stand there, is a comment or within a text, or is too little to say
 * anything (`});`). Spaces around it do not count, nor does the mark of a diff in front. A few lines in a row may be quoted.
 */
export function lineOfCode(path: string, text: string, quote: string): number | undefined {
  const lines = text.split('\n').map(squeezed);
  for (const quoted of [quote, quote.replaceAll(/^[+]/gm, '')]) {
    const wanted = quoted.split('\n').map(squeezed).filter((line) => line !== '');
    if (wanted.length === 0 || wanted.length > MOST_QUOTED_LINES) continue;
    const isCode = codeLines(path, text);
    for (let at = 0; at + wanted.length <= lines.length; at += 1) {
      const stands = wanted.every((line, offset) => lines[at + offset] === line);
      if (stands && wanted.some((line, offset) => isCode(at + offset + 1) && saysSomething(line))) return at + 1;
    }
  }
  return undefined;
}

const squeezed = (line: string): string => line.trim().replaceAll(/\s+/g, ' ');

const saysSomething = (line: string): boolean => line.replaceAll(' ', '').length >= LEAST_CHARACTERS && /[\p{L}_$]/u.test(line);

/** Does a line (from 1) hold code? For scripts: something begins there that the compiler reads, so no comment and no inside of a text. */
function codeLines(path: string, text: string): (line: number) => boolean {
  if (!SCRIPT.test(path)) {
    const lines = text.split('\n');
    return (line) => !COMMENT.test(lines[line - 1]?.trim() ?? '');
  }
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, path.endsWith('x') ? ts.ScriptKind.TSX : undefined);
  const held = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (!ts.isSourceFile(node) && !ts.isJsxText(node)) held.add(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return (line) => held.has(line);
}
