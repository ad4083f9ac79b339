import type { SourceStyle } from './source-style.ts';

/** Text written with two spaces, single quotes and semicolons, in the style of another file. It holds no quote inside a string. */
export function inStyle(text: string, style: SourceStyle): string {
  return text
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0].length ?? 0;
      const body = style.semicolon === '' ? line.slice(indent).replace(/;(?=\s*(?:\/\/.*)?$)/, '') : line.slice(indent);
      const isComment = /^(?:\/?\*|\/\/)/.test(body);
      return style.indent.repeat(Math.floor(indent / 2)) + (isComment && indent % 2 === 1 ? ' ' : '') + (isComment ? body : body.replaceAll("'", style.quote));
    })
    .join(style.newline);
}
