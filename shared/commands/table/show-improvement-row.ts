import * as z from 'zod';
import { ImprovementDetail } from '../../domain/views/improvement-detail.ts';
import { commandRow } from './command-row.ts';
import { improvementId } from './input-words.ts';

export const showImprovementRow = commandRow({
  name: 'show-improvement',
  kind: 'read',
  permission: 'read',
  title: 'An improvement',
  summary: 'One improvement from its evidence to its verdict: explanation, diff, checks, approval, both versions side by side, the judge’s evidence, outcome, cost and audit trail.',
  input: z.strictObject({ improvementId }),
  output: ImprovementDetail,
  example: {
    input: { improvementId: 'imp-1' },
    output: {
      improvement: { id: 'imp-1', targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'Ask for all stock at once', state: 'validating', stateSince: 1_780_000_000_000, createdAt: 1_779_999_000_000, systemWide: false, author: 'recipe:batch-calls', risk: 'low' },
      history: [{ state: 'queued', at: 1_779_999_000_000, by: 'analysis' }, { state: 'validating', at: 1_780_000_000_000, by: 'generate' }],
      diff: '--- a/src/stock.ts\n+++ b/src/stock.ts\n@@ -1 +1 @@\n-one();\n+all();\n', remedyReason: 'One call a line.', confidence: 0.9, cost: { microUsd: 0, tokens: 0, calls: [] }, audit: [],
    },
  },
  run: async ({ improvementId: id }, dependencies, { caller }) => {
    // Loaded here: diffs and the judge's rules are only for this.
    const { improvementDetail } = await import('../reads/improvement-detail.ts');
    return { ok: true, value: await improvementDetail(await dependencies.improvements.get(id), { caller }, dependencies) };
  },
});
