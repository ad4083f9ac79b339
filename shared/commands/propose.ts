import { flagsOfAuthor } from '../domain/flag.ts';
import type { Improvement } from '../domain/improvement.ts';
import { serves, strangeTenant, targetForTenant } from '../domain/tenant-target.ts';
import type { Patch } from '../domain/remedy.ts';
import { firstOff, offSentence } from '../store/switches.ts';
import { cycleIdOf, joinCycle } from './join-cycle.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type ProposeRequest = { readonly targetId: string; readonly by: string; readonly patch: Patch; readonly cycleId?: string; readonly tenantId?: string; /** The same request, told twice, is one proposal. */ readonly requestId?: string };

/** What is released may have 200,000 (`openRelease`), with the word of the checks and of people. */
const MOST_BYTES = 180_000;

/** Each is checked, kept whole until it has settled, and read at every look: who floods Pawl with them is held back, and nobody else. */
const MOST_OPEN = 100;

/** Takes up a patch that somebody wrote: it goes through the same checks, canary and judge as any remedy. `cycleId`: the cycle whose report it belongs into, a new one when left out. `tenantId`: only for that tenant, behind its own alias. */
export const propose = async (dependencies: CommandDependencies, { targetId, by, patch, cycleId, tenantId, requestId }: ProposeRequest): Promise<CommandResult<{ improvementId: string }>> => {
  const { improvements, targets, facts, runner, ids, clock } = dependencies;
  const known = await targets.get(targetId);
  if (tenantId !== undefined && !serves(known, tenantId)) return refused(strangeTenant(known, tenantId));
  const target = targetForTenant(known, tenantId);
  const off = await firstOff(dependencies.flags, [...flagsOfAuthor(patch.author), ...(target.tenantId === undefined ? [] : [`tenant:${target.tenantId}` as const])]);
  if (off !== undefined) return refused(`${offSentence(off)} Nothing is taken up; propose it again when it is on.`, 'off');
  const { pausedBy } = await facts.get(targetId);
  if (pausedBy) return refused(`${targetId} is paused by ${pausedBy}. \`pawl resume ${targetId}\` first.`);
  if (patch.files.length === 0) return refused('The patch changes nothing.');
  const at = clock.now();
  const id = requestId === undefined ? ids.next('imp') : ids.derived('imp', `proposal on ${targetId}${tenantId === undefined ? '' : ` for ${tenantId}`}: ${requestId}`);
  const improvement: Improvement = {
    id,
    targetId,
    ...(target.tenantId === undefined ? {} : { tenantId: target.tenantId }),
    cycleId: cycleId ?? cycleIdOf(ids, id),
    origin: 'proposal',
    proposedBy: by,
    title: patch.title,
    state: 'validating',
    stateSince: at,
    createdAt: at,
    remedy: patch,
    attempts: 0,
    systemWide: target.shared,
    phaseMs: {},
    history: [{ state: 'validating', at, by }],
  };
  // Told again, it is taken up already.
  if ((await improvements.find(id)) === undefined) {
    const open = (await improvements.open()).filter((one) => one.origin === 'proposal' && one.proposedBy === by && one.tenantId === target.tenantId).length;
    if (open >= MOST_OPEN) return refused(`${open} proposals of ${by} are open already, which is as many as may be: wait until some have settled, or have them rejected or taken back. list-improvements names them.`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(improvement));
  if (bytes > MOST_BYTES) return refused(`The files of this patch, before and after it, have ${bytes} bytes; a proposal may have ${MOST_BYTES}. Make the change in smaller files or steps.`);
  await joinCycle(dependencies, improvement, 'proposal');
  await improvements.create(improvement);
  if ((await improvements.get(id)).state === 'validating') await runner.startImprovement(id);
  return { ok: true, improvementId: improvement.id };
};
