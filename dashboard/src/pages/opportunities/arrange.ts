import type { OpportunityRow } from '../../../../shared/domain/views/opportunity-row.ts';

const RANK = { critical: 3, high: 2, medium: 1, low: 0 } as const;

type Key = (row: OpportunityRow) => number | string;

/** By what opportunities can be sorted, and whether the most interesting end is the large one. */
export const ORDERS = {
  score: { name: 'best score', key: ({ impactScore }) => impactScore, falls: true },
  priority: { name: 'highest priority', key: ({ priority }) => RANK[priority], falls: true },
  gain: { name: 'largest gain', key: ({ gainPercent }) => gainPercent, falls: true },
  confidence: { name: 'surest', key: ({ confidence }) => confidence, falls: true },
  seen: { name: 'last seen', key: ({ lastSeenAt }) => lastSeenAt, falls: true },
  title: { name: 'by title', key: ({ title }) => title.toLowerCase(), falls: false },
  target: { name: 'by target', key: ({ targetId }) => targetId, falls: false },
} as const satisfies Record<string, { name: string; key: Key; falls: boolean }>;

export type Order = { readonly by: keyof typeof ORDERS; readonly falls: boolean };

const isKey = (value: string): value is Order['by'] => Object.hasOwn(ORDERS, value);

/** An order as it stands in an address: `gain`, or `gain!` for the other way round. */
export const writtenOrder = ({ by, falls }: Order): string => `${by}${falls === ORDERS[by].falls ? '' : '!'}`;

/** Reads an order; the best first where there is none, or one that nobody knows. */
export const orderOf = (written = ''): Order => {
  const by = written.replace(/!$/, '');
  return isKey(by) ? { by, falls: ORDERS[by].falls !== written.endsWith('!') } : { by: 'score', falls: true };
};

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
