import type { ModuleStyle } from '../../edits/module-style.ts';
import type { SourceStyle } from '../../edits/source-style.ts';
import { inStyle } from '../../edits/in-style.ts';

const COMMENT = `/**
 * Keeps the answers of \`load\` for \`ttlMs\` milliseconds, at most \`maxEntries\` of them (the oldest go first).
 * Who asks for the same thing at the same time shares one call. Failures, and that there is nothing, are not kept: the next one asks again.
 */`;

const BODY = `  const entries = new Map$1();

  return (...args) => {
    const key = JSON.stringify(args.map((arg) => [typeof arg, String(arg)]));
    const now = Date.now();
    const kept = entries.get(key);
    if (kept !== undefined && kept.expiresAt > now) return kept.answer;

    const entry = { answer: load(...args), expiresAt: now + ttlMs };
    entries.delete(key);
    entries.set(key, entry);
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    entry.answer.then((answer) => {
      if (answer === undefined || answer === null) forget();
    }, forget);
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break;
      entries.delete(oldest);
    }
    return entry.answer;
  };
}
`;

const TYPED = `${COMMENT}
export function ttlCache<Args extends (string | number | boolean | null | undefined)[], Answer>(
  load: (...args: Args) => Promise<Answer>,
  { ttlMs, maxEntries }: { ttlMs: number; maxEntries: number },
): (...args: Args) => Promise<Answer> {
${BODY.replace('$1', '<string, { answer: Promise<Answer>; expiresAt: number }>')}`;

const PLAIN_COMMENT = COMMENT.replace(
  ' */',
  ` *
 * @template {(string | number | boolean | null | undefined)[]} Args
 * @template Answer
 * @param {(...args: Args) => Promise<Answer>} load
 * @param {{ ttlMs: number, maxEntries: number }} options
 * @returns {(...args: Args) => Promise<Answer>}
 */`,
);

const PLAIN = `${PLAIN_COMMENT}
function ttlCache(load, { ttlMs, maxEntries }) {
${BODY.replace('$1', '')}`;

/** The source of the cache: for TypeScript or JavaScript, as a module or for `require`, in the manner of the code that gets it. */
export function cacheModule(module: ModuleStyle, style: SourceStyle): string {
  if (module.language === 'ts') return inStyle(TYPED, style);
  return inStyle(module.system === 'esm' ? PLAIN.replace('\nfunction ttlCache', '\nexport function ttlCache') : `'use strict';\n\n${PLAIN}\nmodule.exports = { ttlCache };\n`, style);
}
