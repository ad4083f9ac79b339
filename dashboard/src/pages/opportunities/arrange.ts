import type { OpportunityRow } from '../../../../shared/domain/views/opportunity-row.ts';

const RANK = { critical: 3, high: 2, medium: 1, low: 0 } as const;

type Key = (row: OpportunityRow) => number | string;

/** By what opportunities can be sorted, and whether the most interesting end is the large one. */
export const ORDERS = {
  title: { key: ({ title }) => title.toLowerCase(), falls: false },
  priority: { key: ({ priority }) => RANK[priority], falls: true },
  target: { key: ({ targetId }) => targetId, falls: false },
  gain: { key: ({ gainPercent }) => gainPercent, falls: true },
  score: { key: ({ impactScore }) => impactScore, falls: true },
  confidence: { key: ({ confidence }) => confidence, falls: true },
  seen: { key: ({ lastSeenAt }) => lastSeenAt, falls: true },
} as const satisfies Record<string, { key: Key; falls: boolean }>;

export type Order = { readonly by: keyof typeof ORDERS; readonly falls: boolean };

/** Those that have every word somewhere in them, in the order asked for; equals keep the order in which they came (best first). */
export const arrange = (rows: readonly OpportunityRow[], { by, falls }: Order, words: string): readonly OpportunityRow[] => {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const key: Key = ORDERS[by].key;
  const sign = falls ? -1 : 1;
  return rows
    .filter(({ title, kind, targetId, tenantId, priority }) => {
      const text = `${title} ${kind} ${kind.replaceAll('-', ' ')} ${targetId} ${tenantId ?? ''} ${priority}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    })
    .toSorted((a, b) => {
      const [left, right] = [key(a), key(b)];
      return left === right ? 0 : left < right ? -sign : sign;
    });
};
