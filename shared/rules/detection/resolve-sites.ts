import type { CodeSite } from '../../domain/code-site.ts';
import { declares, functionAt } from './logs/function-at.ts';
import { isOwnFrame } from './logs/own-frame.ts';
import { type Original, readSourceMap, type SourceMap } from './source-map.ts';

/** Turns raw frames (`file:line:column fn` or `file:line fn`, innermost first) into places in the target's own source. */
export type SiteResolver = (stack: readonly string[]) => CodeSite[];

const FRAME = /^(.+?):(\d{1,9})(?::(\d{1,9}))?(?:\s+(.+))?$/;
const LONGEST_FRAME = 500;

type Frame = { readonly file: string; readonly line: number; readonly column: number; readonly name: string | undefined };

/**
 * A resolver for one version's code. Paths are relative to the service's directory; frames of packages, of the runtime and of the probe
 * are left out, as are frames the map does not know. Without a map, or with an unreadable one, raw positions are given as they stand.
 * `paths`, when given, are the files of the service: a source is matched to the one it ends with, or that ends with it.
 * Functions are called what the source calls them: a bundle that was made small calls them otherwise each time.
 */
export const siteResolver = (sourceMap: string | undefined, paths?: Iterable<string>): SiteResolver => {
  const map = sourceMap === undefined ? undefined : readSourceMap(sourceMap);
  const known = paths === undefined ? undefined : [...paths];
  const resolved = new Map<string, CodeSite | undefined>();
  return (stack) =>
    stack.flatMap((text, index) => {
      const caller = stack[index + 1] ?? '';
      const key = `${text}\n${caller}`;
      if (!resolved.has(key)) resolved.set(key, resolveFrame(text, caller, map, known));
      const site = resolved.get(key);
      return site === undefined ? [] : [site];
    });
};

/** {@link siteResolver} for a single stack. */
export const resolveSites = (stack: readonly string[], sourceMap: string | undefined, paths?: Iterable<string>): CodeSite[] => siteResolver(sourceMap, paths)(stack);

const readFrame = (text: string): Frame | undefined => {
  const [, file, line, column = '1', name] = FRAME.exec(text.slice(0, LONGEST_FRAME)) ?? [];
  if (file === undefined || Number(line) < 1 || Number(column) < 1) return undefined;
  return { file, line: Number(line), column: Number(column), name: functionName(name) };
};

const resolveFrame = (text: string, caller: string, map: SourceMap | undefined, known: readonly string[] | undefined): CodeSite | undefined => {
  const frame = readFrame(text);
  if (frame === undefined || !isOwnFrame(text)) return undefined;
  if (map === undefined) return { path: relativePath(frame.file, known), line: frame.line, column: frame.column, ...named(frame.name) };
  const original = map.at(frame.line, frame.column);
  if (original === undefined || !isOwnFrame(`${original.source}:1`)) return undefined;
  const from = readFrame(caller);
  const calledAs = from === undefined ? undefined : map.at(from.line, from.column)?.name;
  return { path: relativePath(original.source, known), line: original.line, column: original.column, ...named(sourceName(frame.name, original, calledAs, map)) };
};

const named = (functionNamed: string | undefined): { functionName?: string } => (functionNamed === undefined ? {} : { functionName: functionNamed });

const functionName = (raw: string | undefined): string | undefined => {
  const name = raw?.replace(/^(?:async |new )+/, '').replace(/^(?:Object|Module)\./, '').replace(/ \[as .*$/, '');
  return name === '' || name === '<anonymous>' ? undefined : name;
};

/**
 * What the source calls a function: its own name if the source has it, else what the line that calls it calls it, else the declaration
 * around the place. A map without the sources leaves the name as it is.
 */
const sourceName = (name: string | undefined, { source, line }: Original, calledAs: string | undefined, map: SourceMap): string | undefined => {
  const text = name === undefined ? undefined : map.textOf(source);
  if (name === undefined || text === undefined) return name;
  const parts = name.split('.').filter((part) => declares(text, part.replace(/^#/, '')));
  if (parts.length > 0) return parts.join('.');
  return calledAs !== undefined && declares(text, calledAs) ? calledAs : functionAt(text, line);
};

/** `../../src/a.ts`, `file:///…/src/a.ts`, `webpack://orders/./src/a.ts?1f2e`, `C:\orders\src\a.ts` → `src/a.ts`. */
const relativePath = (source: string, known: readonly string[] | undefined): string => {
  const plain = source
    .replaceAll('\\', '/')
    .replace(/^(?:webpack|webpack-internal|turbopack|ng|rsc):\/\/[^/]{0,120}\//i, '')
    .replace(/^[a-z][\w+.-]+:(?:\/\/)?/i, '')
    .replace(/^\/{0,3}[a-z]:\//i, '/')
    .replace(/\?[\w=&.-]{0,200}$/, '')
    .replace(/^(?:\.{0,2}\/)+/, '');
  const ends = known?.filter((path) => plain === path || plain.endsWith(`/${path}`)).sort((a, b) => b.length - a.length)[0];
  // Java and Go name a file from its package on.
  return ends ?? known?.filter((path) => path.endsWith(`/${plain}`)).sort((a, b) => a.length - b.length)[0] ?? plain;
};
