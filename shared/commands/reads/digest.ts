import { SETTLED, type Improvement } from '../../domain/improvement.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import type { DigestView } from '../../domain/views/digest-view.ts';
import type { Sight } from '../../rules/access/sight.ts';
import { isoWeek } from '../../rules/explaining/iso-week.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { improvementRow } from './improvement-row.ts';
import { readLedger, type LedgerDependencies } from './ledger.ts';

export type DigestDependencies = LedgerDependencies & Pick<DoorDependencies, 'cycles' | 'opportunities'>;

const DAY_MS = 86_400_000;
const DAYS = 7;
const MOST_LISTED = 2000;
const MOST_UNTOUCHED = 5;

/** What the seven days before `until` came to, of what the caller sees. */
export const readDigest = async (dependencies: DigestDependencies, sight: Sight, until: Instant): Promise<DigestView> => {
  const { targets, improvements, cycles, opportunities } = dependencies;
  const from = until - DAYS * DAY_MS;
  const all = await targets.all();
  const byId = new Map(all.map((target) => [target.id, target]));
  const isSeen = (one: { readonly targetId: string; readonly tenantId?: string | undefined }): boolean => sight.belonging(one, byId.get(one.targetId));

  const seen = (await improvements.list(MOST_LISTED)).filter(isSeen);
  const settled = seen.filter(({ state, stateSince }) => SETTLED.includes(state) && stateSince >= from && stateSince < until).sort((a, b) => b.stateSince - a.stateSince);
  const of = (...states: readonly Improvement['state'][]): DigestView['kept'] => settled.filter(({ state }) => states.includes(state)).map(rowOf);
  const kept = of('promoted');
  const takenBack = of('rolled-back', 'inconclusive', 'reverted');
  const notLetOut = of('rejected', 'abstained', 'failed', 'superseded');
  const waiting = seen.filter(({ state }) => state === 'awaiting-approval').sort((a, b) => a.stateSince - b.stateSince).map(rowOf);

  const run = (await cycles.list(MOST_LISTED)).filter(({ startedAt, targetIds, tenantId }) => startedAt >= from && startedAt < until && targetIds.every((targetId) => isSeen({ targetId, tenantId })));
  const taken = new Set(seen.flatMap(({ opportunity }) => opportunity?.id ?? []));
  const open = (await Promise.all(all.filter(sight.target).map(({ id }) => opportunities.list(id)))).flat().filter((one) => isSeen(one) && !taken.has(one.id) && one.lastSeenAt >= from);
  return {
    week: isoWeek(until - 1), from, until,
    headline: headlineOf({ kept: kept.length, takenBack: takenBack.length, notLetOut: notLetOut.length, waiting: waiting.length, found: open.length }),
    cycles: { run: run.length, failed: run.filter(({ state }) => state === 'failed').length, emergencies: run.filter(({ emergency }) => emergency).length },
    kept, takenBack, notLetOut, waiting,
    untouched: open.sort((a, b) => b.impactScore - a.impactScore).slice(0, MOST_UNTOUCHED).map(opportunityRow),
    ledger: await readLedger(dependencies, sight, { from, until }),
  };
};

const rowOf = (improvement: Improvement): DigestView['kept'][number] => {
  const { id, targetId, title, state, stateSince, reason, author } = improvementRow(improvement);
  return { id, targetId, title, state, at: stateSince, reason, author };
};

const opportunityRow = ({ id, targetId, tenantId, kind, title, severity, priority, impactScore, confidence, risk, gainPercent, systemWide, firstSeenAt, lastSeenAt }: Opportunity): DigestView['untouched'][number] =>
  ({ id, targetId, tenantId, kind, title, severity, priority, impactScore, confidence, risk, gainPercent, systemWide, firstSeenAt, lastSeenAt });

const headlineOf = ({ kept, takenBack, notLetOut, waiting, found }: { kept: number; takenBack: number; notLetOut: number; waiting: number; found: number }): string => {
  const parts = [kept > 0 && `${kept} kept`, takenBack > 0 && `${takenBack} taken back`, notLetOut > 0 && `${notLetOut} not let out`, waiting > 0 && `${waiting} waiting for a person`].filter((part) => part !== false);
  if (parts.length > 0) return `${parts.join(', ')}.`;
  return found > 0 ? `Nothing was tried; ${found} ${found === 1 ? 'opportunity is' : 'opportunities are'} known.` : 'A quiet week: nothing to improve was found.';
};
