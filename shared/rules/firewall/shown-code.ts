import { ISSUED_SECRETS } from './secrets.ts';
import { redactBy } from './redaction.ts';
import { escapeInvisible } from './visible.ts';

export type ShownCode = {
  /** The code as a model may see it: line for line what it is, but for the lines that hold what must not be shown. */
  readonly text: string;
  readonly redacted: number;
  /** Puts back what was not shown into what came back. A line with a masked secret must come back as it was shown: a secret does not travel. */
  readonly restore: (answer: string) => RestoredCode;
};

export type RestoredCode = { readonly ok: true; readonly text: string } | { readonly ok: false; /** From 1, in the answer. */ readonly line: number };

const MASK = /<secret \d+>/;

/**
 * Code for a model's eyes. Code cannot be normalised or cut without becoming other code, so it is left as it stands, fenced by whoever
 * shows it and said to be data. Only lines that hold a secret by its form (a key, a password in a URL) or an invisible character are
 * shown otherwise: the secret as `<secret n>`, the character as its escape.
 */
export function shownCode(code: string): ShownCode {
  const kept = new Map<string, string>();
  let redacted = 0;
  const masked = splitSecrets(code).map((part) => {
    const { text, count } = redactBy(ISSUED_SECRETS, part);
    if (count === 0) return remember(part, escapeInvisible(part));
    const shown = text.replaceAll('<secret>', () => `<secret ${(redacted += 1)}>`);
    return remember(part, escapeInvisible(shown));
  });
  function remember(original: string, shown: string): string {
    if (shown !== original) kept.set(shown, original);
    return shown;
  }
  return { text: masked.join('\n'), redacted, restore: (answer) => restore(answer, kept) };
}

/** Lines, but a private key of several lines is one. */
function splitSecrets(code: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const line of code.split('\n')) {
    if (open) lines[lines.length - 1] += `\n${line}`;
    else lines.push(line);
    if (/-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY/.test(line)) open = true;
    if (/-----END [A-Z\d ]{0,40}PRIVATE KEY/.test(line)) open = false;
  }
  return lines;
}

function restore(answer: string, kept: ReadonlyMap<string, string>): RestoredCode {
  const lines = answer.split('\n');
  const lost = lines.findIndex((line) => MASK.test(line) && !kept.has(line));
  if (lost >= 0) return { ok: false, line: lost + 1 };
  return { ok: true, text: lines.map((line) => kept.get(line) ?? line).join('\n') };
}
