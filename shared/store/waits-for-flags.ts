import { PAWL_CHAIN } from '../domain/audit.ts';
import type { Flag } from '../domain/flag.ts';
import type { Clock } from '../ports/clock.ts';
import type { Flags } from '../ports/flags.ts';
import type { AuditLog } from './audit-log.ts';
import { firstOff, offSentence } from './switches.ts';

export type WaitingDependencies = { readonly flags?: Flags | undefined; readonly audit?: Pick<AuditLog, 'append'> | undefined; readonly clock: Pick<Clock, 'now'> };

/** Whose work it is; without a target, a cycle's. */
export type Waiting = { readonly who: string; readonly targetId?: string | undefined; readonly id: string };

/** Whether work has to wait because one of these flags is off. That it waits stands in the audit log once for each flag, however often it is asked. */
export const waitsForFlags = async ({ flags, audit, clock }: WaitingDependencies, wanted: readonly Flag[], { who, targetId, id }: Waiting): Promise<boolean> => {
  const off = await firstOff(flags, wanted);
  if (off === undefined) return false;
  const about = targetId === undefined ? { targetId: PAWL_CHAIN, component: id } : { targetId, improvementId: id };
  await audit?.append({ ...about, at: clock.now(), who, what: 'waits', reason: offSentence(off) }, `waits#${who}#${id}#${off}`);
  return true;
};
