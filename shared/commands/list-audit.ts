import { PAWL_CHAIN, type AuditEntry } from '../domain/audit.ts';
import type { Target } from '../domain/target.ts';
import type { PageOf } from '../domain/views/page-of.ts';
import type { Sight } from '../rules/access/sight.ts';
import type { DoorDependencies } from './table/door-dependencies.ts';

type ListAuditDependencies = Pick<DoorDependencies, 'audit' | 'improvements' | 'targets'>;

export type AuditQuestion = { readonly targetId?: string | undefined; readonly limit: number; readonly after?: string | undefined };

const AT_ONCE = 16;

/** What stands in the log, newest first, of one target or of everything that the caller sees. `after`: the `next` of the page before. */
export const listAudit = async (dependencies: ListAuditDependencies, sight: Sight, { targetId, limit, after }: AuditQuestion): Promise<PageOf<AuditEntry>> => {
  const { audit, targets } = dependencies;
  const known = new Map((await targets.all()).map((target) => [target.id, target]));
  const chains = targetId !== undefined ? [targetId] : sight.all ? await audit.chains([...known.keys()]) : [...known.values()].filter((target) => sight.target(target)).map(({ id }) => id);
  const from = after === undefined ? undefined : readCursor(after);
  const found: AuditEntry[] = [];
  const queue = chains.values();
  const work = async (): Promise<void> => {
    for (const chain of queue) found.push(...(await newestOf(chain, known.get(chain), limit + 1, from, dependencies, sight)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const items = found.sort(byTime).slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last ? { next: cursorOf(last) } : {}) };
};

const newestOf = async (chain: string, target: Target | undefined, wanted: number, from: Place | undefined, { audit, improvements }: ListAuditDependencies, sight: Sight): Promise<AuditEntry[]> => {
  const whole = sight.all || (target !== undefined && sight.whole(target));
  const entries: AuditEntry[] = [];
  let before = from?.targetId === chain ? from.sequence : undefined;
  for (;;) {
    const page = await audit.newest(chain, { limit: wanted, before });
    for (const entry of page) {
      if (entries.length >= wanted) break;
      if (from !== undefined && byTime(entry, from) <= 0) continue;
      if (whole || (await isSeen(entry))) entries.push(entry);
    }
    before = page.at(-1)?.sequence;
    if (before === undefined || page.length < wanted || entries.length >= wanted) return entries;
  }

  /** Of a target that several share, a tenant sees what was done for it. */
  async function isSeen({ improvementId }: AuditEntry): Promise<boolean> {
    const improvement = improvementId === undefined ? undefined : await improvements.find(improvementId);
    return improvement !== undefined && chain !== PAWL_CHAIN && sight.belonging(improvement, target);
  }
};

type Place = Pick<AuditEntry, 'at' | 'targetId' | 'sequence'>;

/** Newest first; what was noted at the same moment by chain, then by number. */
const byTime = (a: Place, b: Place): number => b.at - a.at || (a.targetId < b.targetId ? -1 : a.targetId > b.targetId ? 1 : b.sequence - a.sequence);

const cursorOf = ({ at, targetId, sequence }: Place): string => `${at}.${sequence}.${targetId}`;

/** Whether it is a cursor that this list may have given. */
export const isAuditCursor = (cursor: string): boolean => readCursor(cursor) !== undefined;

const readCursor = (cursor: string): Place | undefined => {
  const [, at, sequence, targetId] = /^(\d{1,16})\.(\d{1,12})\.(.{1,100})$/.exec(cursor) ?? [];
  return targetId === undefined ? undefined : { at: Number(at), sequence: Number(sequence), targetId };
};
