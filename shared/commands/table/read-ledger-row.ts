import * as z from 'zod';
import { LedgerView } from '../../domain/views/ledger-view.ts';
import { readLedger } from '../reads/ledger.ts';
import { commandRow } from './command-row.ts';

const DAY_MS = 86_400_000;

export const readLedgerRow = commandRow({
  name: 'read-ledger',
  kind: 'read',
  permission: 'read',
  title: 'Cost and impact',
  summary: 'What it cost, what was gained by what was kept (with its uncertainty), and what was spared by taking back what did harm, over the last days.',
  input: z.strictObject({ days: z.number().int().min(1).max(90).default(30).describe('how many days back') }),
  output: LedgerView,
  example: {
    input: { days: 7 },
    output: {
      from: 1_779_395_200_000, until: 1_780_000_000_000,
      spent: { microUsd: 1_250_000, tokens: 48_000, byTarget: [{ targetId: 'orders', microUsd: 900_000 }], days: [{ day: '2026-05-28', microUsd: 1_250_000 }] },
      gained: [{ improvementId: 'imp-1', targetId: 'orders', title: 'Ask for all stock at once', at: 1_779_999_000_000, latencyReductionPercent: { value: 42, low: 38, high: 46 }, failureRateChange: { value: 0, low: -0.001, high: 0.001 }, requestsSince: 12_000, secondsSaved: { value: 960, low: 900, high: 1020 }, failuresSpared: { value: 0, low: -12, high: 12 } }],
      prevented: [],
      totals: { secondsSaved: { value: 960, low: 900, high: 1020 }, failuresSpared: { value: 0, low: -12, high: 12 }, failuresPrevented: { value: 0, low: 0, high: 0 }, secondsPrevented: { value: 0, low: 0, high: 0 } },
    },
  },
  run: async ({ days }, dependencies, { sight }) => {
    const until = dependencies.clock.now();
    return { ok: true, value: await readLedger(dependencies, sight, { from: until - days * DAY_MS, until }) };
  },
});
