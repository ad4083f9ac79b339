import * as z from 'zod';
import type { Asked } from './ask-model.ts';

/** Longer answers are not kept: an item of the store takes 300 KB, in which it stands as a text within a text. */
const MOST_BYTES = 200_000;

const KeptAnswer = z.object({
  text: z.string(),
  stop: z.enum(['end', 'length', 'refused', 'other']),
  model: z.string(),
  provider: z.string(),
  note: z.string().optional(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number(), cacheReadTokens: z.number(), cacheWriteTokens: z.number() }),
});
type KeptAnswer = z.infer<typeof KeptAnswer>;

/** An answer as it is kept with the account of its call; `undefined` when it is too long for that. */
export const keptAnswer = (answer: KeptAnswer): string | undefined => {
  const kept = JSON.stringify(answer);
  return Buffer.byteLength(JSON.stringify(kept)) > MOST_BYTES ? undefined : kept;
};

/** The answer of an earlier process, which paid for it; `undefined` when this version cannot read it. */
export const fromKept = (kept: string): Asked | undefined => {
  const read = KeptAnswer.safeParse(parsedJson(kept));
  if (!read.success) return undefined;
  const { note, ...answer } = read.data;
  return { ok: true, ...answer, microUsd: 0, attempts: 0, note: `${note === undefined ? '' : `${note} `}It had been answered and paid for before a restart.` };
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
