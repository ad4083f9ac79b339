import { PERSONAL_DATA } from './personal-data.ts';
import { redactBy } from './redaction.ts';
import { ISSUED_SECRETS, NAMED_SECRETS, RANDOM_WORDS } from './secrets.ts';
import { withoutInvisible } from './visible.ts';

export type SafeText = {
  readonly text: string;
  /** How many secrets and personal data were masked. */
  readonly redacted: number;
  readonly cut: boolean;
};

const REDACTIONS = [...ISSUED_SECRETS, ...NAMED_SECRETS, ...PERSONAL_DATA, ...RANDOM_WORDS];
/** Masking and cutting may each make new work for the other; it is done after two or three rounds, the bound is for what is made to never end. */
const MOST_ROUNDS = 8;
/** Room for what masking takes away, and what a long line costs at most. */
const READ_TIMES = 4;
/** The beginning of a line tells more than its end. */
const HEAD_SHARE = 0.7;

/**
 * A text from telemetry, a header, a commit message or any other outside, as a model or a person may see it: no terminal sequences,
 * control or invisible characters (line breaks and tabs stay), in normal form NFKC so that look-alike letters become those they look
 * like, secrets and personal data masked, at most `most` characters with the middle visibly cut out. Doing it twice is doing it once.
 * Not for code: see `shownCode`.
 */
export function safeText(text: string, { most }: { readonly most: number }): SafeText {
  let left = readable(text, most);
  let cut = text.length > 2 * READ_TIMES * most;
  let redacted = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = left;
    const masked = redactBy(REDACTIONS, visible(left));
    redacted += masked.count;
    left = withinBounds(masked.text, most);
    cut ||= left !== masked.text;
    if (left === before) break;
  }
  return { text: left, redacted, cut };
}

/** Both ends of what is far too long; the rest is never looked at. */
const readable = (text: string, most: number): string => (text.length <= 2 * READ_TIMES * most ? text : `${text.slice(0, READ_TIMES * most)}\n[…]\n${text.slice(-READ_TIMES * most)}`);

const visible = (text: string): string => {
  const seen = withoutInvisible(text).normalize('NFKC');
  return withoutInvisible(seen).normalize('NFKC');
};

function withinBounds(text: string, most: number): string {
  if (text.length <= most) return text;
  const mark = '\n[… cut …]\n';
  const room = most - mark.length;
  if (room < 8) return text.slice(0, Math.max(0, most)).replace(/[\uD800-\uDBFF]$/, '');
  const head = Math.ceil(room * HEAD_SHARE);
  const start = text.slice(0, head).replace(/[\uD800-\uDBFF]$/, '').replace(/<[a-z]*$/, '');
  const end = text.slice(text.length - (room - head)).replace(/^[\uDC00-\uDFFF]/, '').replace(/^[a-z]*>/, '');
  return `${start}${mark}${end}`;
}
