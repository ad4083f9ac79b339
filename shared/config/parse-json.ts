export type JsonResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly line: number; readonly column: number; readonly what: string };

/**
 * JSON, or where it stops being JSON: line and column count from 1. A byte-order mark is ignored.
 * The engine's own messages differ in whether they name a place, so the place is found here.
 */
export function parseJson(input: string): JsonResult {
  const text = input.replace(/^\uFEFF/, '');
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const { at, what } = firstFault(text);
    const before = text.slice(0, at).split('\n');
    return { ok: false, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, what };
  }
}

class Fault extends Error {
  readonly at: number;
  constructor(at: number, what: string) {
    super(what);
    this.at = at;
  }
}

/** Walks a text that is known to be broken up to the place where it breaks. */
function firstFault(text: string): { at: number; what: string } {
  let at = 0;
  const space = () => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
  };
  const fail = (what: string): never => {
    throw new Fault(at, at >= text.length ? `the file ends too early: ${what}` : what);
  };
  const token = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found?.[0].length ?? 0;
    return found !== null;
  };
  const string = () => {
    if (text.charAt(at) !== '"') fail(text.charAt(at) === "'" ? 'texts stand in double quotes' : 'a text in double quotes is expected');
    if (!token(/"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy)) fail('this text is not closed, or holds a line break or an unknown escape');
  };
  const list = (close: string, item: () => void) => {
    at += 1;
    space();
    if (text.charAt(at) === close) return void (at += 1);
    for (;;) {
      item();
      space();
      if (text.charAt(at) === close) return void (at += 1);
      if (text.charAt(at) !== ',') fail(`a comma or ${close} is expected`);
      at += 1;
      space();
      if (text.charAt(at) === close) fail(`nothing may stand between the last comma and ${close}`);
    }
  };
  const value = (depth: number): void => {
    space();
    if (depth > 500) fail('it is nested too deeply');
    const start = text.charAt(at);
    if (start === '{') {
      list('}', () => {
        string();
        space();
        if (text.charAt(at) !== ':') fail('a colon is expected');
        at += 1;
        value(depth + 1);
      });
    } else if (start === '[') list(']', () => value(depth + 1));
    else if (start === '"' || start === "'") string();
    else if (text.startsWith('//', at) || text.startsWith('/*', at)) fail('comments are not allowed');
    else if (!token(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y)) fail('a value is expected');
  };
  try {
    value(0);
    space();
    fail('more text follows after the end');
  } catch (fault) {
    if (fault instanceof Fault) return { at: fault.at, what: fault.message };
    throw fault;
  }
  return { at, what: 'it is not JSON' };
}
