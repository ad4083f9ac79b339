import type { Cycle } from '../../domain/cycle.ts';
import { SETTLED, type Improvement } from '../../domain/improvement.ts';
import type { Target } from '../../domain/target.ts';
import type { CycleRow } from '../../domain/views/cycle-row.ts';
import type { ImprovementRow } from '../../domain/views/improvement-row.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { improvementRow } from '../reads/improvement-row.ts';

/** A switch that somebody set through a door. */
export type LiveSwitch = { readonly flag: string; readonly on: boolean; readonly by: string; readonly at: number; readonly reason: string };

export type LiveDependencies = Pick<DoorDependencies, 'releases' | 'cycles' | 'facts' | 'targets' | 'clock'> & { readonly improvements: Pick<DoorDependencies['improvements'], 'open' | 'find'>; readonly switches?: { all(): Promise<readonly LiveSwitch[]> } };

/** How a candidate stands: its share of the traffic, and its newest judged period. */
export type LiveRelease = { readonly improvementId: string; readonly targetId: string; readonly tenantId?: string | undefined; readonly weight: number; readonly period?: unknown };

/** All that is worth telling when it changes: small, because it is read every moment. */
export type LiveSnapshot = {
  readonly improvements: ReadonlyMap<string, ImprovementRow>;
  readonly releases: ReadonlyMap<string, LiveRelease>;
  readonly cycles: ReadonlyMap<string, CycleRow>;
  /** Who paused a target. */
  readonly paused: ReadonlyMap<string, string>;
  readonly switches: ReadonlyMap<string, LiveSwitch>;
  readonly targets: ReadonlyMap<string, Target>;
};

export const NOTHING_YET: LiveSnapshot = { improvements: new Map(), releases: new Map(), cycles: new Map(), paused: new Map(), switches: new Map(), targets: new Map() };

const NEWEST_CYCLES = 20;

/** What is stored now. `before`: what was known, so that what has just settled is looked at once more. */
export const readSnapshot = async (dependencies: LiveDependencies, before: LiveSnapshot): Promise<LiveSnapshot> => {
  const { improvements, targets } = dependencies;
  const open = await improvements.open();
  const openIds = new Set(open.map(({ id }) => id));
  const left = [...before.improvements.values()].filter(({ id, state }) => !openIds.has(id) && !SETTLED.includes(state));
  const settled = (await Promise.all(left.map(({ id }) => improvements.find(id)))).filter((one) => one !== undefined);
  const known = [...open, ...settled];
  const [releases, cycles, all, switches] = await Promise.all([releasesOf(dependencies, open), cyclesNow(dependencies, known), targets.all(), dependencies.switches?.all() ?? []]);
  const paused = await Promise.all(all.map(async ({ id }) => [id, (await dependencies.facts.get(id)).pausedBy] as const));
  return {
    improvements: new Map(known.map((one) => [one.id, improvementRow(one)])),
    releases,
    cycles,
    paused: new Map(paused.flatMap(([id, by]) => (by === undefined ? [] : [[id, by] as const]))),
    switches: new Map(switches.map((one) => [one.flag, one])),
    targets: new Map(all.map((target) => [target.id, target])),
  };
};

const releasesOf = async ({ releases }: LiveDependencies, open: readonly Improvement[]): Promise<Map<string, LiveRelease>> => {
  const active = new Set(await releases.active());
  const found = await Promise.all(
    open.filter(({ id }) => active.has(id)).map(async ({ id, tenantId }): Promise<LiveRelease | undefined> => {
      const release = await releases.find(id);
      return release && { improvementId: id, targetId: release.targetId, tenantId, weight: release.weight, period: release.periods.at(-1) };
    }),
  );
  return new Map(found.flatMap((release) => (release ? [[release.improvementId, release] as const] : [])));
};

const cyclesNow = async ({ cycles }: LiveDependencies, improvements: readonly Improvement[]): Promise<Map<string, CycleRow>> => {
  const byId = new Map(improvements.map((one) => [one.id, one]));
  return new Map((await cycles.list(NEWEST_CYCLES)).map((cycle) => [cycle.id, cycleRow(cycle, byId)]));
};

/** As lists show it; of its improvements those that are in play. */
const cycleRow = ({ id, targetIds, tenantId, trigger, cause, emergency, dryRun, state, startedAt, endedAt, failure, opportunityIds, improvementIds, reportKey }: Cycle, inPlay: ReadonlyMap<string, Improvement>): CycleRow => ({
  id, targetIds, tenantId, trigger, cause, emergency, dryRun, state, startedAt, endedAt, failure,
  opportunities: opportunityIds.length,
  improvements: improvementIds.flatMap((one) => inPlay.get(one) ?? []).map((one) => ({ id: one.id, title: one.title, state: one.state })),
  hasReport: reportKey !== undefined,
});
