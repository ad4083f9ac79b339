import type { AuditEntry } from '../../domain/audit.ts';
import type { Improvement } from '../../domain/improvement.ts';
import type { AuditLog } from '../../store/audit-log.ts';

type Log = Pick<AuditLog, 'newest'>;

/** A life is some ten entries; the log of a busy target has others between them. */
const PAGE = 40;
/** Clocks of different machines, and acts that are noted a little before or after the state that they brought. */
const SLACK_MS = 5 * 60_000;

/**
 * What stands in its target's log about an improvement, oldest first. The log may be long and the improvement old: the entry that its life ended
 * with is sought by halving, and from there the log is read backwards to where the life began.
 */
export const auditOf = async ({ id, targetId, createdAt, stateSince, history }: Pick<Improvement, 'id' | 'targetId' | 'createdAt' | 'stateSince' | 'history'>, audit: Log): Promise<AuditEntry[]> => {
  const until = Math.max(createdAt, stateSince, ...history.map(({ at }) => at)) + SLACK_MS;
  const found: AuditEntry[] = [];
  let before = await firstAfter(targetId, until, audit);
  for (;;) {
    const page = await audit.newest(targetId, { limit: PAGE, before });
    found.push(...page.filter(({ improvementId }) => improvementId === id));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE || last.at < createdAt - SLACK_MS) return found.reverse();
    before = last.sequence;
  }
};

/** Number of the first entry after a moment; `undefined` when there is none. */
const firstAfter = async (targetId: string, at: number, audit: Log): Promise<number | undefined> => {
  const [newest] = await audit.newest(targetId, { limit: 1 });
  if (newest === undefined || newest.at <= at) return undefined;
  let [low, high] = [1, newest.sequence];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = await audit.newest(targetId, { limit: 1, before: middle + 1 });
    if (entry !== undefined && entry.at > at) high = Math.min(middle, entry.sequence);
    else low = middle + 1;
  }
  return low;
};
