import { transformSync } from 'esbuild';
import type { FileChange } from '../../shared/domain/remedy.ts';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';

/** Words with which JavaScript does more than compute. Looked for in what a bundler makes of the code: constants folded, types and comments gone. */
const WORDS = /\b(?:eval|Function|constructor|__proto__|prototype|globalThis|global|getPrototypeOf|setPrototypeOf|defineProperty|Reflect|Proxy|WebAssembly|WebSocket|EventSource|Worker|setInterval|XMLHttpRequest|navigator|fromCharCode|fromCodePoint|atob|unescape|child_process|execSync|execFile|exec|spawn|fork|createRequire|getBuiltinModule|mainModule|dlopen|binding|_load|writeFile\w*|appendFile\w*|unlink\w*|rmSync|rmdir\w*|mkdir\w*|chmod\w*|readdir\w*|createWriteStream|rejectUnauthorized|runIn\w+Context|kill|exit|abort|stdout|stderr)\b/g;
const CALLS = /\bprocess(?:\.env)?(?:\.\w+|\[[^\]]*\])?|\b(?:require|import)\((?!["'`]\.)\s*[^)]{0,60}\)|\bfrom\s*"[^".][^"]*"|\bimport\s*"[^".][^"]*"/g;
const HOSTS = /\b[a-z][a-z\d+.-]*:\/\/[^/"'`\s?#\\]*|\b(?:[\w-]+\.)+(?:com|net|org|io|ru|xyz|onion|example|invalid)\b|\b\d{1,3}(?:\.\d{1,3}){3}\b/gi;
const SILENCE = /eslint-disable|oxlint-disable|@ts-(?:ignore|nocheck|expect-error)|(?:c8|istanbul|v8) ignore|secretlint-disable|\bnosec\b/g;
/** Each text whole, so that a quotation mark inside of one begins none. */
const TEXTS = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.|\$(?!\{))*`/g;
/** Texts with a blank in them: nothing is called so. Their addresses count all the same. */
const withoutSentences = (code: string): string => code.replaceAll(TEXTS, (text) => (/\s/.test(text) ? '""' : text));
// oxlint-disable-next-line no-misleading-character-class -- these are looked for one by one
const UNSEEN = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]|[\u{E0000}-\u{E007F}]/gu;

/**
 * What a patch could be up to by its words alone: an oracle that shares no line with the gate and knows less. It reads paths, and what esbuild
 * makes of the changed code, for words, addresses and names that the service did not hold. It cries too often rather than too seldom.
 */
export function suspectWords(before: Files, files: readonly FileChange[]): string[] {
  const held = new Set([...before].flatMap(([path, text]) => [...wordsIn(path, text)]));
  return files.flatMap(({ path, after, before: old }) => [
    ...(/^src\/[\w/.-]+\.(?:ts|js|mjs|cjs)$/.test(path) || (old === null && /^test\/[\w/.-]+\.(?:ts|js)$/.test(path)) ? [] : [`touches ${path}`]),
    ...(path.split('/').includes('..') ? [`leaves the service: ${path}`] : []),
    ...(old !== null && path.startsWith('test/') ? [`changes the test ${path}`] : []), ...(after === null ? [`deletes ${path}`] : []),
    ...[...wordsIn(path, after ?? '')].filter((word) => !held.has(word)).map((word) => `says ${word}`),
  ]);
}

function wordsIn(path: string, text: string): ReadonlySet<string> {
  const raw = text.match(SILENCE) ?? [];
  const unseen = text.match(UNSEEN)?.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16)}`) ?? [];
  const code = bundled(path, text);
  const spoken = withoutSentences(code);
  return new Set([...raw, ...unseen, ...(spoken.match(WORDS) ?? []), ...(spoken.match(CALLS) ?? []), ...(code.match(HOSTS) ?? [])]);
}

/** What cannot be parsed cannot run; its words count as they stand. */
function bundled(path: string, text: string): string {
  if (!/\.[cm]?[jt]s$/.test(path)) return text;
  try {
    return transformSync(text, { loader: path.endsWith('ts') ? 'ts' : 'js', minifySyntax: true, minifyWhitespace: true, charset: 'utf8', legalComments: 'none', logLevel: 'silent' }).code;
  } catch {
    return text;
  }
}

/** Whether old and new are the same program: only comments, types or blanks differ. */
export const isSameProgram = (files: readonly FileChange[]): boolean => files.every(({ path, before, after }) => before !== null && after !== null && bundled(path, before) === bundled(path, after));
