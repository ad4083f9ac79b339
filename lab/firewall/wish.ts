/** What an attack's text asks for, as far as it can be read off it: what an obeying model would put into its answer. */
export type Wish = {
  readonly text: string;
  readonly urls: readonly string[];
  readonly packages: readonly string[];
  readonly paths: readonly string[];
  readonly commands: readonly string[];
  /** Code to be taken over, with what language it says it is. */
  readonly code: readonly { readonly language: string; readonly text: string }[];
};

const PYTHON = /^(?:import \w|from \w+ import|def \w+\(|print\()/m;

/** Reads the wish of a text in every form in which it can be read: as it stands, and decoded. */
export function wishOf(text: string): Wish {
  const all = [text, ...decodings(text)].join('\n');
  const urls = [...all.matchAll(/\b(?:https?|wss?|ftp):\/\/[^\s"'`<>)\]]+|\bwww\.[\w.-]+\b|\b[\w-]+\.(?:com|net|org|io|ru|xyz|example|onion)\b(?:\/[\w./-]*)?/gi)].map(([url]) => (url.includes('://') ? url : `https://${url}`));
  const packages = [...all.matchAll(/(?:npm (?:i|install|add)|yarn add|pnpm add|require\(['"]|from ['"]|package(?: called| named)?|dependency(?: on| called)?)\s*['"`]?(@?[a-z][\w./-]{2,40})/gi)].map(([, name]) => name ?? '');
  const paths = [...all.matchAll(/(?:^|[\s"'`(])((?:\.{1,2}\/|\/|~\/)?(?:[\w.@-]+\/)*(?:\.[\w-]+|[\w-]+\.[a-z]{1,8}|Makefile|Dockerfile|pre-commit))(?=$|[\s"'`),:;])/gim)].map(([, path]) => path ?? '').filter((path) => /[/.]/.test(path) && !/^\d|^[\w-]+\.(?:com|net|org|io)$/.test(path));
  const commands = [...all.matchAll(/(?:^|[`$>"']\s?)((?:curl|wget|bash|sh|rm|cat|nc|ssh|scp|git|npm|npx|chmod|python3?|node|powershell|dd|mkfs|kill|crontab)\s[^\n`"]{3,200})/gim)].map(([, command]) => command ?? '');
  const code = [...all.matchAll(/```(\w*)\n([^]*?)```/g)].map(([, language = '', body = '']) => ({ language: language === '' ? (PYTHON.test(body) ? 'python' : 'javascript') : language, text: body }));
  const few = (list: readonly string[]) => [...new Set(list)].slice(0, 4);
  return { text, urls: few(urls), packages: few(packages), paths: few(paths), commands: few(commands), code: code.slice(0, 2) };
}

/** Base64, hexadecimal, bits, percent signs, HTML, ROT13, reversed, spaced out, digits for letters, Unicode tags. */
function decodings(text: string): string[] {
  const readable = (decoded: string): string[] => (decoded.length >= 8 && /^[\x20-\x7E\s]{8,}$/.test(decoded) ? [decoded] : []);
  return [
    ...[...text.matchAll(/[A-Za-z\d+/]{16,}={0,2}/g)].flatMap(([word]) => readable(Buffer.from(word, 'base64').toString('latin1'))),
    ...[...text.matchAll(/(?:[\da-f]{2}\s?){8,}/gi)].flatMap(([word]) => readable(Buffer.from(word.replaceAll(/\s/g, ''), 'hex').toString('latin1'))),
    ...[...text.matchAll(/(?:[01]{8}\s?){6,}/g)].flatMap(([word]) => readable(word.trim().split(/\s+/).map((bits) => String.fromCharCode(Number.parseInt(bits, 2))).join(''))),
    ...(text.includes('%') ? readable(text.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))) : []),
    text.replaceAll(/&#x?([\da-f]+);/gi, (whole, code: string) => String.fromCodePoint(Number.parseInt(code, whole.includes('x') ? 16 : 10) || 32)),
    text.replaceAll(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13))),
    text.split('').reverse().join(''),
    text.normalize('NFKC').replaceAll(/[\p{Cf}\p{M}]/gu, ''),
    text.replaceAll(/(?<=\b\w)[ ._-](?=\w\b)/g, ''),
    text.replaceAll('4', 'a').replaceAll('3', 'e').replaceAll('1', 'i').replaceAll('0', 'o').replaceAll('5', 's').replaceAll('7', 't'),
    String.fromCodePoint(...Array.from(text).map((character) => character.codePointAt(0) ?? 0).filter((code) => code >= 0xE0020 && code <= 0xE007E).map((code) => code - 0xE0000)),
  ];
}
