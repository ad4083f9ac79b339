import * as z from 'zod';
import { ImprovementState } from '../improvement.ts';
import { Instant } from '../instant.ts';
import { LedgerView } from './ledger-view.ts';
import { OpportunityRow } from './opportunity-row.ts';

const Row = z.object({ id: z.string(), targetId: z.string(), title: z.string(), state: ImprovementState, at: Instant, reason: z.string().optional(), author: z.string().optional() });

/** What seven days came to, for people who do not follow each cycle. */
export const DigestView = z.object({
  /** ISO week of the last full day: `2026-W47`. */
  week: z.string(),
  from: Instant,
  until: Instant,
  /** One sentence of plain words. */
  headline: z.string(),
  cycles: z.object({ run: z.number().int(), failed: z.number().int(), emergencies: z.number().int() }),
  /** Improvements that settled in these days, by what became of them. */
  kept: z.array(Row),
  takenBack: z.array(Row),
  notLetOut: z.array(Row),
  /** What waits for a person now, longest first. */
  waiting: z.array(Row),
  /** The best that nobody has taken up. */
  untouched: z.array(OpportunityRow),
  ledger: LedgerView,
});
export type DigestView = z.infer<typeof DigestView>;
