import type { CycleRow } from '../../domain/views/cycle-row.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { PageRequest } from '../../store/time-index.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { cycleRow, isCycleSeen } from './cycle-row.ts';

/** A page of the cycles that the caller sees, newest first. */
export const listCycles = async ({ cycles, improvements, targets }: Pick<DoorDependencies, 'cycles' | 'improvements' | 'targets'>, sight: Sight, asked: PageRequest): Promise<{ items: CycleRow[]; next?: string | undefined }> => {
  const byId = new Map((await targets.all()).map((target) => [target.id, target]));
  const { items, next } = await cycles.page(asked, (cycle) => isCycleSeen(cycle, sight, byId));
  return { items: await Promise.all(items.map((cycle) => cycleRow(cycle, { improvements }))), next };
};
