import * as z from 'zod';
import { closestName } from '../config/closest-name.ts';
import { PAWL_CHAIN } from '../domain/audit.ts';
import { isPermitted, type Caller } from '../domain/caller.ts';
import type { Target } from '../domain/target.ts';
import { serves } from '../domain/tenant-target.ts';
import { sightOf, type Sight } from '../rules/access/sight.ts';
import { actingFor } from './acting-for.ts';
import { refused, type CommandResult } from './dependencies.ts';
import { noting } from './noting.ts';
import { isCycleSeen } from './reads/cycle-row.ts';
import type { CommandRow } from './table/command-row.ts';
import type { DoorDependencies } from './table/door-dependencies.ts';

/** What a door passes on: the command's name, what was said as it came in, and who says it. */
export type Request = { readonly command: string; readonly input: unknown; readonly caller: Caller; readonly requestId?: string | undefined };

export type Answer = CommandResult<{ readonly value: unknown }>;

/**
 * Answers whatever is asked through whichever door: looks the command up, checks the permission, parses the input, sees that everything it names is the
 * caller's to see, and for whom it acts, and only then does it. Acts stand in the audit log before they are done, and so do those that are not let through. Refusals are values; an exception is something unexpected.
 */
export const answer = async (rows: ReadonlyMap<string, CommandRow>, { command, input, caller, requestId }: Request, dependencies: DoorDependencies): Promise<Answer> => {
  const row = rows.get(command);
  if (row === undefined) return refused(unknownCommand(command, [...rows.keys()]), 'not-found');
  const note = noting(row, { caller, requestId, input }, dependencies);
  if (!isPermitted(caller, row.permission)) {
    const reason = notPermitted(row, caller);
    await note.notLetThrough('forbidden', reason);
    return refused(reason, 'forbidden');
  }
  const parsed = row.input.safeParse(input ?? {});
  if (!parsed.success) return refused(z.prettifyError(parsed.error), 'invalid');
  const sight = sightOf(caller);
  const looked = await look(row, parsed.data, sight, dependencies);
  if (!looked.ok) {
    await note.notLetThrough('not-found', looked.reason);
    return looked;
  }
  const acting = actingFor(row, parsed.data, caller, looked.target);
  if (!acting.ok) {
    if (acting.kind === 'forbidden') await note.notLetThrough('forbidden', acting.reason);
    return acting;
  }
  return note.around(acting.input, () => row.run(acting.input, dependencies, { caller, sight, requestId }));
};

const unknownCommand = (command: string, names: readonly string[]): string => {
  const closest = closestName(command, names);
  return `There is no command "${command}".${closest === undefined ? '' : ` Did you mean "${closest}"?`}`;
};

const notPermitted = ({ name, permission }: CommandRow, { name: who, kind }: Caller): string =>
  permission === 'decide' && kind === 'agent'
    ? `${name} is for people: an agent may ask for an approval (ask-approval) and never gives one.`
    : `${who} may not ${name}: that needs the permission "${permission}".`;

/** Looks up what is named, and answers the target; what is not the caller's to see is answered like what is not there. */
const look = async (row: CommandRow, input: Readonly<Record<string, unknown>>, sight: Sight, { targets, improvements, cycles }: DoorDependencies): Promise<CommandResult<{ readonly target: Target | undefined }>> => {
  const { targetId, targetIds, improvementId, cycleId, tenantId } = input;
  const all = await targets.all();
  const byId = new Map(all.map((target) => [target.id, target]));
  for (const id of [targetId, ...(Array.isArray(targetIds) ? (targetIds as unknown[]) : [])].filter((one) => typeof one === 'string')) {
    if (id === PAWL_CHAIN && row.takesPawl === true && sight.all) continue;
    const target = byId.get(id);
    if (target === undefined || !sight.target(target)) return refused(`There is no target "${id}". list-targets names them.`, 'not-found');
  }
  const target = typeof targetId === 'string' ? byId.get(targetId) : undefined;
  if (typeof tenantId === 'string' && !(sight.tenant(tenantId) && (target === undefined ? all : [target]).some((one) => serves(one, tenantId)))) {
    return refused(`There is no tenant "${tenantId}"${target === undefined ? '' : ` on ${target.id}`}.`, 'not-found');
  }
  if (typeof improvementId === 'string') {
    const improvement = await improvements.find(improvementId);
    if (improvement === undefined || !sight.belonging(improvement, byId.get(improvement.targetId))) return refused(`There is no improvement "${improvementId}". list-improvements names them.`, 'not-found');
  }
  if (typeof cycleId === 'string') {
    const cycle = await cycles.find(cycleId);
    if (cycle === undefined || !isCycleSeen(cycle, sight, byId)) return refused(`There is no cycle "${cycleId}". list-cycles names them.`, 'not-found');
  }
  return { ok: true, target };
};
