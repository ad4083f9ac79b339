import type { ImprovementState } from '../../domain/improvement.ts';
import type { ImprovementRow } from '../../domain/views/improvement-row.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { improvementRow } from './improvement-row.ts';

export type ImprovementsAsked = { readonly targetId?: string | undefined; readonly state?: readonly ImprovementState[] | undefined; readonly limit: number; readonly after?: string | undefined };

/** A page of the improvements that the caller sees, newest first. What ended in another state than is asked for is not even read. */
export const listImprovements = async ({ improvements, targets }: Pick<DoorDependencies, 'improvements' | 'targets'>, sight: Sight, { targetId, state, limit, after }: ImprovementsAsked): Promise<{ items: ImprovementRow[]; next?: string | undefined }> => {
  const byId = new Map((await targets.all()).map((target) => [target.id, target]));
  const { items, next } = await improvements.page(
    { limit, after },
    (row) => sight.belonging(row, byId.get(row.targetId)) && (targetId === undefined || row.targetId === targetId) && (state === undefined || row.settled === undefined || state.includes(row.settled)),
    (improvement) => state?.includes(improvement.state) ?? true,
  );
  return { items: items.map(improvementRow), next };
};
