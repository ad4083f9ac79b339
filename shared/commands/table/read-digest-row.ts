import * as z from 'zod';
import { DigestView } from '../../domain/views/digest-view.ts';
import { Instant } from '../../domain/instant.ts';
import { digestMarkdown } from '../../rules/explaining/digest-markdown.ts';
import { readDigest } from '../reads/digest.ts';
import { commandRow } from './command-row.ts';

export const readDigestRow = commandRow({
  name: 'read-digest',
  kind: 'read',
  permission: 'read',
  title: 'Digest of seven days',
  summary: 'What seven days came to: what was kept and taken back, what waits for a person, what it cost and what it was worth. Also published each Monday.',
  input: z.strictObject({ until: Instant.min(7 * 86_400_000).max(4_102_444_800_000).optional().describe('end of the seven days, in milliseconds since 1970; now when left out') }),
  output: z.object({ digest: DigestView, markdown: z.string() }),
  example: {
    input: {},
    output: {
      digest: {
        week: '2026-W22', from: 1_779_395_200_000, until: 1_780_000_000_000, headline: '1 kept.', cycles: { run: 7, failed: 0, emergencies: 0 },
        kept: [{ id: 'imp-1', targetId: 'orders', title: 'Ask for all stock at once', state: 'promoted', at: 1_779_999_000_000, author: 'recipe:batch-calls' }], takenBack: [], notLetOut: [], waiting: [], untouched: [],
        ledger: {
          from: 1_779_395_200_000, until: 1_780_000_000_000, spent: { microUsd: 0, tokens: 0, byTarget: [], days: [] }, gained: [], prevented: [],
          totals: { secondsSaved: { value: 0, low: 0, high: 0 }, failuresSpared: { value: 0, low: 0, high: 0 }, failuresPrevented: { value: 0, low: 0, high: 0 }, secondsPrevented: { value: 0, low: 0, high: 0 } },
        },
      },
      markdown: '# Pawl, week 2026-W22\n',
    },
  },
  run: async ({ until }, dependencies, { sight }) => {
    const digest = await readDigest(dependencies, sight, until ?? dependencies.clock.now());
    return { ok: true, value: { digest, markdown: digestMarkdown(digest) } };
  },
});
