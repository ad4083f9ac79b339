import { SETTLED, type ImprovementState } from '../../domain/improvement.ts';
import type { ImprovementRow } from '../../domain/views/improvement-row.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { improvementRow } from './improvement-row.ts';

export type ImprovementsAsked = { readonly targetId?: string | undefined; readonly state?: readonly ImprovementState[] | undefined; readonly limit: number; readonly after?: string | undefined };

/** A page of the improvements that the caller sees, newest first. What ended in another state than is asked for is not even read. */
export const listImprovements = async ({ improvements, targets }: Pick<DoorDependencies, 'improvements' | 'targets'>, sight: Sight, { targetId, state, limit, after }: ImprovementsAsked): Promise<{ items: ImprovementRow[]; next?: string | undefined }> => {
  const byId = new Map((await targets.all()).map((target) => [target.id, target]));
  const isTheirs = (one: { readonly targetId: string; readonly tenantId?: string | undefined }): boolean => sight.belonging(one, byId.get(one.targetId)) && (targetId === undefined || one.targetId === targetId);
  if (after === undefined && state?.every((asked) => !SETTLED.includes(asked))) {
    // What has not settled has a list of its own, and is few among many.
    const open = (await improvements.open()).filter((one) => state.includes(one.state) && isTheirs(one));
    if (open.length <= limit) return { items: open.sort((a, b) => b.createdAt - a.createdAt).map(improvementRow) };
  }
  const { items, next } = await improvements.page(
    { limit, after },
    (row) => isTheirs(row) && (state === undefined || row.settled === undefined || state.includes(row.settled)),
    (improvement) => state?.includes(improvement.state) ?? true,
  );
  return { items: items.map(improvementRow), next };
};
