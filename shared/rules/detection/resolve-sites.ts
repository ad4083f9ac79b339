import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { CodeSite } from '../../domain/code-site.ts';

/** Turns raw frames (`file:line:column fn`, innermost first) into places in the target's own source. */
export type SiteResolver = (stack: readonly string[]) => CodeSite[];

const FRAME = /^(.*):(\d{1,9}):(\d{1,9})(?:\s+(.+))?$/;
const FOREIGN = /(?:^|[/:])node_modules\/|^node:|^\(?internal\/|(?:^|[/:])@?pawl\/probe\b/;

/**
 * A resolver for one version's code. Paths are relative to the service's directory; frames of packages, of the runtime and of the probe
 * are left out, as are frames the map does not know. Without a map, or with an unreadable one, raw positions are given as they stand.
 * `paths`, when given, are the files of the service: a source is matched to the one it ends with.
 */
export const siteResolver = (sourceMap: string | undefined, paths?: Iterable<string>): SiteResolver => {
  const map = readMap(sourceMap);
  const known = paths === undefined ? undefined : [...paths];
  const resolved = new Map<string, CodeSite | undefined>();
  return (stack) =>
    stack.flatMap((frame) => {
      if (!resolved.has(frame)) resolved.set(frame, resolveFrame(frame, map, known));
      const site = resolved.get(frame);
      return site === undefined ? [] : [site];
    });
};

/** {@link siteResolver} for a single stack. */
export const resolveSites = (stack: readonly string[], sourceMap: string | undefined, paths?: Iterable<string>): CodeSite[] => siteResolver(sourceMap, paths)(stack);

const readMap = (sourceMap: string | undefined): TraceMap | undefined => {
  if (sourceMap === undefined) return undefined;
  try {
    return new TraceMap(sourceMap);
  } catch {
    return undefined;
  }
};

const resolveFrame = (frame: string, map: TraceMap | undefined, known: readonly string[] | undefined): CodeSite | undefined => {
  const [, file = '', line = '', column = '', fn] = FRAME.exec(frame) ?? [];
  const at = { line: Number(line), column: Number(column) };
  if (file === '' || at.line < 1 || at.column < 1 || FOREIGN.test(file)) return undefined;
  const name = functionName(fn);
  if (map === undefined) return { path: relativePath(file, known), ...at, ...name };
  // V8 counts columns from 1, source maps from 0.
  const original = originalPositionFor(map, { line: at.line, column: at.column - 1 });
  if (original.source === null || FOREIGN.test(original.source)) return undefined;
  return { path: relativePath(original.source, known), line: original.line, column: original.column + 1, ...name };
};

const functionName = (raw: string | undefined): { functionName?: string } => {
  const name = raw?.replace(/^(?:async |new )+/, '').replace(/^(?:Object|Module)\./, '').replace(/ \[as .*$/, '');
  return name === undefined || name === '' || name === '<anonymous>' ? {} : { functionName: name };
};

/** `../../src/a.ts`, `file:///…/src/a.ts`, `pawl:src/a.ts` → `src/a.ts`. */
const relativePath = (source: string, known: readonly string[] | undefined): string => {
  const plain = source.replaceAll('\\', '/').replace(/^[a-z][\w+.-]+:(?:\/\/)?/i, '').replace(/^(?:\.{0,2}\/)+/, '');
  const match = known?.filter((path) => plain === path || plain.endsWith(`/${path}`)).sort((a, b) => b.length - a.length)[0];
  return match ?? plain;
};
