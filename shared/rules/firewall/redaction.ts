/** One kind of thing that is not to be shown: what it looks like, what stands in its place, and where looks are not enough, the proof. */
export type Redaction = {
  readonly pattern: RegExp;
  readonly mask: string;
  /** Whether this match is one: a checksum, an entropy. Absent: every match is. */
  readonly isOne?: (match: string) => boolean;
};

export type Redacted = { readonly text: string; readonly count: number };

/** Every match replaced, in the order of the table. A mask may name groups of its pattern (`$1`); a match that is masked already is left and not counted. */
export function redactBy(table: readonly Redaction[], text: string): Redacted {
  let count = 0;
  let left = text;
  for (const { pattern, mask, isOne } of table) {
    left = left.replaceAll(pattern, (...found: unknown[]) => {
      const match = String(found[0]);
      if (isOne?.(match) === false) return match;
      const masked = mask.replaceAll(/\$(\d)/g, (_, group: string) => (typeof found[Number(group)] === 'string' ? String(found[Number(group)]) : ''));
      if (masked !== match) count += 1;
      return masked;
    });
  }
  return { text: left, count };
}
