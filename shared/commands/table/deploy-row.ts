import * as z from 'zod';
import { deploy } from '../deploy.ts';
import { commandRow } from './command-row.ts';
import { oneAct, reason, shortText, targetId, tenantId } from './input-words.ts';

export const deployRow = commandRow({
  name: 'deploy',
  kind: 'act',
  permission: 'deploy',
  title: 'Deploy a commit',
  summary: 'Releases a commit of the owners like any improvement: a share of the traffic first, judged, kept or taken back. Refused when it lacks the last commit that Pawl promoted.',
  input: z.strictObject({
    targetId,
    tenantId: tenantId.optional(),
    ref: shortText(300).describe('a commit, branch or tag of the target’s repository'),
    skipCanary: reason.optional().describe('why there should be no canary: it serves at once, marked unproven'),
    irreversible: reason.optional().describe('why going back from it would do harm: an alarm does not take it back then'),
  }),
  output: z.object({ improvementId: z.string(), commit: z.string() }),
  example: { input: { targetId: 'orders', ref: 'main' }, output: { improvementId: 'dep-0mhc3g5k', commit: '4b1f0c2' } },
  run: async ({ targetId: target, tenantId: tenant, ref, skipCanary, irreversible }, dependencies, asking) => {
    const deployed = await deploy(dependencies, {
      targetId: target, ref, by: asking.caller.name,
      ...(tenant === undefined ? {} : { tenantId: tenant }), ...(skipCanary === undefined ? {} : { skipCanary }), ...(irreversible === undefined ? {} : { irreversible }), ...oneAct(asking),
    });
    return deployed.ok ? { ok: true, value: { improvementId: deployed.improvementId, commit: deployed.commit } } : deployed;
  },
});
