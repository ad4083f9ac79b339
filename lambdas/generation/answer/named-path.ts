import type { Files } from '../../../shared/rules/gate/apply-patch.ts';

const SETTING = /(?:^|[\s,{])(?:path|file|filename|filepath|title|name)\s*[=:]\s*(?:"([^"]+)"|'([^']+)'|([^\s,}]+))/i;
const LANGUAGE_COLON = /^[\w+#.-]*\s*:\s*(.+)$/;
/** Folders, and a name with an ending; no spaces, nothing that a sentence would have. */
const PATH = /^(?:[\p{L}\p{M}\p{N}_@.$+~()[\]-]+[\\/])*[\p{L}\p{M}\p{N}_@.$+~()[\]-]*\.[A-Za-z][\w-]*$/u;
const FOLDERED = /^(?:[\p{L}\p{M}\p{N}_@.$-]+\/)+[\p{L}\p{M}\p{N}_@.$-]+$/u;
/** A longer text is no path, and not worth taking apart. */
const MOST_PATH = 500;
const LEADING_WORDS = /^(?:(?:new|changed|updated|modified|full|complete|create|update|modify|edit|the|file|filename|path|in|and)\b[\s:]*){0,5}/i;
const TRAILING_WORDS = /\s*[(—–-]?\s*\(?(?:new(?: file)?|updated|modified|changed|whole file|full file|complete|unchanged)?\)?\s*[:：]?\s*$/i;

/** The file that a fence's info string names: `ts:src/a.ts`, `ts path="src/a.ts"`, `ts src/a.ts`, `src/a.ts`. */
export function pathInInfo(info: string): string | undefined {
  if (info.length > MOST_PATH) return undefined;
  const [, double, single, bare] = SETTING.exec(info) ?? [];
  const set = double ?? single ?? bare;
  if (set !== undefined) return bareName(set);
  const [, behindColon] = /^[A-Za-z]:[\\/]/.test(info) ? [] : (LANGUAGE_COLON.exec(info) ?? []);
  if (behindColon !== undefined) return asPath(behindColon) ?? asPath(behindColon.split(/\s+/)[0]);
  const words = info.split(/\s+/).filter((word) => word !== '');
  return asPath(words.length === 1 ? words[0] : words.find((word, index) => index > 0 && /[./]/.test(word) && asPath(word) !== undefined));
}

/** The file that a line before a fence names: `**src/a.ts**`, `### File: src/a.ts`, "1. `src/a.ts` (new)". */
export function pathInTitle(line: string | undefined): string | undefined {
  if (line === undefined || line.length > 300) return undefined;
  const plain = line.trim().replace(/^[#>*+\-\s\d.)]+(?=\s|\*|`)/, '').replaceAll(/[*`_"']{1,3}(?=\S)|(?<=\S)[*`"']{1,3}/g, '').trim();
  return asPath(plain.replace(LEADING_WORDS, '').replace(TRAILING_WORDS, ''));
}

/** The file that a comment in a block's first line names, as in `// src/a.ts`. Only one with a folder or one that exists: a comment may name anything. */
export function pathInComment(text: string, files: Files): string | undefined {
  const [first = ''] = text.split('\n', 1);
  if (first.length > MOST_PATH) return undefined;
  const [, named] = /^\s*(?:\/\/|#|\/\*+|<!--)\s*(?:file|path|filename)?\s*:?\s*(\S+?)\s*(?:\*\/|-->)?\s*$/i.exec(first) ?? [];
  const path = asPath(named);
  return path !== undefined && (path.includes('/') || files.has(path)) ? path : undefined;
}

const bareName = (text: string): string => text.trim().replace(/^[`"'<]+|[`"'>,;]+$/g, '');

function asPath(text: string | undefined): string | undefined {
  const name = text === undefined ? '' : bareName(text);
  if (/\s/.test(name)) return undefined;
  if (/^(?:[A-Za-z]:)?[\\/]/.test(name) || name.startsWith('../')) return name;
  return PATH.test(name) || FOLDERED.test(name) ? name : undefined;
}

/** The path as the service's files are called: without `./`, and without `a/` or `b/` where only that is a file. `undefined` when it is no path inside. */
export function pathInside(name: string, files: Files): string | undefined {
  const path = name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const isPlain = path !== '' && !/^(?:\/|[A-Za-z]:|~)|\p{Cc}/u.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
  if (!isPlain) return undefined;
  const stripped = path.replace(/^[ab]\//, '');
  return !files.has(path) && stripped !== path && (files.has(stripped) || ![...files.keys()].some((each) => each.startsWith(path.slice(0, 2)))) ? stripped : path;
}
