import { Risk } from '../../../shared/domain/opportunity.ts';

/** What a model says of its answer besides the files. Everything may be missing. */
export type AnswerHeader = {
  readonly abstained?: string;
  readonly title?: string;
  readonly reason?: string;
  /** 0–1. */
  readonly confidence?: number;
  readonly risk?: Risk;
};

const FIELD = /^\W{0,6}(title|summary|reason|why|confidence|risk)\b\W{0,3}?[:=]\s*(.*)$/i;
const ABSTAIN = /^\W{0,6}abstain(?:ed|ing|s)?\b\W{0,3}?(?:[:=—–-]\s*(.*))?$/i;
const WORDS: Readonly<Record<string, number>> = { high: 0.8, medium: 0.6, moderate: 0.6, low: 0.3 };
const MOST_TITLE = 120;
const MOST_REASON = 2000;

/** Reads `TITLE: …`, `REASON: …`, `CONFIDENCE: .8`, `RISK: low` and `ABSTAIN: …` out of lines of prose, whatever decorates them. The first of each counts; a reason goes on to the next empty line or field. */
export function answerHeader(lines: readonly string[]): AnswerHeader {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of lines) {
    const abstain = ABSTAIN.exec(line);
    const [, name, value = ''] = abstain ? ['', 'abstain', abstain[1] ?? ''] : (FIELD.exec(line) ?? []);
    if (name !== undefined) {
      const key = CANONICAL[name.toLowerCase()] ?? name.toLowerCase();
      current = fields.has(key) ? undefined : [value];
      if (current) fields.set(key, current);
    } else if (line.trim() === '') current = current?.join('').trim() === '' ? current : undefined;
    else current?.push(line);
  }
  const text = (key: string, most: number): string | undefined => plain(fields.get(key)?.join(' '), most);
  const abstained = fields.has('abstain') ? (text('abstain', MOST_REASON) ?? 'it gave no reason') : undefined;
  const title = plain(fields.get('title')?.[0], MOST_TITLE);
  const reason = text('reason', MOST_REASON);
  const confidence = confidenceOf(fields.get('confidence')?.[0]);
  const risk = Risk.safeParse(/\b(low|medium|high)\b/i.exec(fields.get('risk')?.[0] ?? '')?.[1]?.toLowerCase()).data;
  return {
    ...(abstained === undefined ? {} : { abstained }), ...(title === undefined ? {} : { title }), ...(reason === undefined ? {} : { reason }),
    ...(confidence === undefined ? {} : { confidence }), ...(risk === undefined ? {} : { risk }),
  };
}

const CANONICAL: Readonly<Record<string, string>> = { summary: 'title', why: 'reason' };

const plain = (text: string | undefined, most: number): string | undefined => {
  const clean = text?.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/^[\s"'*`]+|[\s"'*`,]+$/g, '').replaceAll(/\s+/g, ' ').slice(0, most);
  return clean === undefined || clean === '' ? undefined : clean;
};

/** `0.8`, `.8`, `80 %`, `8/10`, `high`. */
function confidenceOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, digits, unit] = /(\d+(?:[.,]\d+)?|[.,]\d+)\s*(%|\/\s*10{1,2}\b)?/.exec(text) ?? [];
  if (digits === undefined) return WORDS[/[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? ''];
  const value = Number(digits.replace(',', '.'));
  const share = unit === undefined ? value : value / (unit === '%' || unit.includes('100') ? 100 : 10);
  return share >= 0 && share <= 1 ? share : undefined;
}
