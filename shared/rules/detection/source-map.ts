import { FlattenMap, originalPositionFor, sourceContentFor, type TraceMap } from '@jridgewell/trace-mapping';

/** Where a position of a bundle comes from. `line` and `column` count from 1; `name`: what the source calls the thing there, if it is called otherwise in the bundle. */
export type Original = { readonly source: string; readonly line: number; readonly column: number; readonly name: string | undefined };

export type SourceMap = {
  /** `undefined` for a position that comes from nowhere. */
  at(line: number, column: number): Original | undefined;
  /** The text of a source, where the map carries it. */
  textOf(source: string): string | undefined;
};

/**
 * Reads a source map: plain or with sections, as JSON, as a `data:` URL, or at the end of the code that carries one.
 * `undefined` for anything damaged.
 */
export const readSourceMap = (text: string): SourceMap | undefined => {
  try {
    return mapOf(new FlattenMap(jsonOf(text)));
  } catch {
    return undefined;
  }
};

const INLINE = /data:application\/json(?:;charset=[\w-]{1,20})?(;base64)?,([\w%+/=.~!*'()-]+)\s*(?:\*\/\s*)?$/;

const jsonOf = (text: string): string => {
  if (/^\s*[{)]/.test(text)) return text;
  const start = text.lastIndexOf('data:application/json');
  const [, base64, data = ''] = INLINE.exec(text.slice(start < 0 ? text.length : start)) ?? [];
  if (base64 === undefined) return decodeURIComponent(data);
  return new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)));
};

const mapOf = (map: TraceMap): SourceMap => ({
  at(line, column) {
    try {
      // V8 counts columns from 1, source maps from 0.
      const { source, line: originalLine, column: originalColumn, name } = originalPositionFor(map, { line, column: column - 1 });
      return source === null ? undefined : { source, line: originalLine, column: originalColumn + 1, name: name ?? undefined };
    } catch {
      // Segments are decoded at the first look-up only.
      return undefined;
    }
  },
  textOf: (source) => sourceContentFor(map, source) ?? undefined,
});
