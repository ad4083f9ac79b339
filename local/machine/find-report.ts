import { reportKeys } from '../../shared/domain/report-keys.ts';
import type { Machine } from './machine.ts';

export type FoundReport = { readonly cycleId: string; readonly html: string; readonly json: string; readonly read: () => Promise<unknown> };

/** Where the report of a cycle lies: of the one named, else the newest that has one. */
export const findReport = async ({ cycles, blobs }: Machine, cycleId: string | undefined): Promise<FoundReport | undefined> => {
  const cycle = cycleId === undefined ? (await cycles.page({ limit: 1 }, ({ reportKey }) => reportKey !== undefined)).items[0] : await cycles.find(cycleId);
  if (!cycle?.reportKey) return undefined;
  const keys = reportKeys(cycle.id);
  return {
    cycleId: cycle.id,
    html: blobs.locate(keys.html),
    json: blobs.locate(keys.json),
    read: async () => JSON.parse(new TextDecoder().decode(await blobs.get(keys.json))) as unknown,
  };
};
