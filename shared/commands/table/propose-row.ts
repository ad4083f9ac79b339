import * as z from 'zod';
import { Claim } from '../../domain/claim.ts';
import { proposeChange } from '../propose-change.ts';
import { commandRow } from './command-row.ts';
import { oneAct, reason, shortText, targetId, tenantId, title } from './input-words.ts';

const MOST_FILES = 200;
const MOST_TEXT = 200_000;

const Change = z.union([
  z.strictObject({ diff: shortText(MOST_TEXT).describe('a unified diff, paths relative to the service') }),
  z.strictObject({
    files: z
      .record(z.string().min(1).max(300), z.string().max(MOST_TEXT).nullable())
      .refine((files) => Object.keys(files).length <= MOST_FILES, `at most ${MOST_FILES} files`)
      .describe('path → the whole new text; null deletes the file'),
  }),
]);

export const proposeRow = commandRow({
  name: 'propose',
  kind: 'act',
  permission: 'operate',
  title: 'Propose a change',
  summary: 'Hands in a patch against the code that serves. It takes the same way as any remedy: checks, approval where the policy wants one, canary, judge.',
  input: z.strictObject({
    targetId,
    tenantId: tenantId.optional(),
    title,
    reason: reason.optional(),
    claim: Claim.optional().describe('what gets better, and by which share (0–1); it is kept only if that shows'),
    change: Change.describe('{ "diff": "…" } or { "files": { "src/a.ts": "…" } }'),
  }),
  output: z.object({ improvementId: z.string() }),
  example: { input: { targetId: 'orders', title: 'Ask for all stock at once', claim: { on: 'latency', gain: 0.3 }, change: { files: { 'src/stock.ts': 'export const stock = () => 1;\n' } } }, output: { improvementId: 'imp-0mhc3g5k' } },
  run: async ({ targetId: target, tenantId: tenant, title: what, reason: why, claim, change }, dependencies, asking) => {
    const proposed = await proposeChange(dependencies, {
      targetId: target, title: what, change, by: asking.caller.name, author: asking.caller.kind === 'agent' ? 'model' : 'person',
      ...(tenant === undefined ? {} : { tenantId: tenant }), ...(why === undefined ? {} : { reason: why }), ...(claim === undefined ? {} : { claim }), ...oneAct(asking),
    });
    return proposed.ok ? { ok: true, value: { improvementId: proposed.improvementId } } : proposed;
  },
});
