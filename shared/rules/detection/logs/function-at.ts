const DECLARATIONS: readonly RegExp[] = [
  /(?:^|\s)function\s{0,4}\*?\s{1,4}([\w$]{1,80})/,
  /(?:^|\s)(?:const|let|var)\s{1,4}([\w$]{1,80})\s{0,4}(?::[^=]{1,200})?=\s{0,4}(?:async\s{1,4})?(?:function\b|\(|<|[\w$]{1,80}\s{0,4}=>)/,
  /^\s{1,80}(?:(?:public|private|protected|static|async|override|get|set)\s{1,4}){0,4}\*?#?([\w$]{1,80})\s{0,4}(?:<[^>]{0,80}>)?\([^;]{0,300}\{\s{0,8}$/,
];
const NO_FUNCTIONS = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'return', 'function', 'do', 'else', 'try']);
const MOST_LINES = 400;

/** Whether a source declares something of that name: a minified name is declared nowhere in it. */
export const declares = (source: string, name: string): boolean => {
  if (!/^[\w$]{1,80}$/.test(name)) return false;
  const literal = name.replaceAll('$', '\\$');
  return new RegExp(`(?:function\\s*\\*?|class|const|let|var|async|static|get|set|[,{;(]|^)\\s{0,80}#?${literal}\\s{0,4}(?:[=({<]|:\\s|extends\\b)`, 'm').test(source.slice(0, 2_000_000));
};

/**
 * The name of the function around a line of a source (counted from 1), judged by how the source is indented: the nearest declaration
 * that is on the line itself or further out above it. `undefined` when there is none.
 */
export const functionAt = (source: string, line: number): string | undefined => {
  const lines = source.split('\n', line);
  let outside = Number.POSITIVE_INFINITY;
  for (let index = line - 1; index >= Math.max(0, line - MOST_LINES); index -= 1) {
    const text = lines[index] ?? '';
    const indent = text.search(/\S/);
    if (indent < 0 || indent >= outside) continue;
    const name = nameIn(text.slice(0, 1000));
    if (name !== undefined) return name;
    outside = indent;
  }
  return undefined;
};

const nameIn = (text: string): string | undefined => {
  const names = DECLARATIONS.map((declaration) => declaration.exec(text)?.[1]);
  return names.find((name) => name !== undefined && !NO_FUNCTIONS.has(name));
};
