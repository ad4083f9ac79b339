import type { Reservation } from '../../shared/store/budgets.ts';

export const NOON = Date.UTC(2026, 10, 22, 12);
export const DAY_MS = 86_400_000;

/** A call that may cost 10 tokens and 10 micro-dollars, on a day that has room for 6,000 of each and a week for 5,000 tokens. */
export const reservation = (callId: string, changes: Partial<Reservation> = {}): Reservation => ({
  callId,
  worst: { tokens: 10, microUsd: 10 },
  windows: [
    { id: 'improvement#imp-1', limit: {}, keptUntil: NOON + 90 * DAY_MS },
    { id: 'day#2026-11-22', limit: { tokens: 6000, microUsd: 6000 }, resumesAt: NOON + DAY_MS / 2, keptUntil: NOON + 90 * DAY_MS },
  ],
  quotas: [{ id: 'provider/one', limitTokens: 5000 }],
  at: NOON,
  ...changes,
});
