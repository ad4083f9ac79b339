import { SETTLED, type Improvement, type ImprovementState } from '../../../shared/domain/improvement.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Cycles } from '../../../shared/store/cycles.ts';
import type { Improvements } from '../../../shared/store/improvements.ts';

export type Progress = { readonly progress: number; readonly total: number; readonly message: string };

/** Why it was followed no longer: everything settled, a person has to decide, or the time was over (also when the client called it off). */
export type Until = 'settled' | 'person' | 'time';

export type Following = {
  readonly until: Instant;
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => Promise<void>;
};

type FollowDependencies = { readonly clock: Clock; readonly cycles: Pick<Cycles, 'find'>; readonly improvements: Pick<Improvements, 'find'> };

const LOOK_MS = 1000;
/** A client that waits for progress is told that there is somebody, even when nothing changes. */
const BEAT_MS = 10_000;
const LAST_STEP = 6;

/** How far on its way an improvement is. Back to generating after a failed check is not told as less: progress only grows. */
const STEP: Readonly<Record<ImprovementState, number>> = {
  queued: 0, generating: 1, validating: 2, 'awaiting-approval': 3, releasing: 3, watching: 4, promoting: 5, 'rolling-back': 5, reverting: 5,
  promoted: 6, 'rolled-back': 6, inconclusive: 6, superseded: 6, reverted: 6, abstained: 6, rejected: 6, failed: 6,
};

type Look = { readonly done: number; readonly total: number; readonly message: string; readonly ended?: Until };

/** Reports progress of a cycle until it has settled or something of it waits for a person. Ids and states only: nothing that somebody else wrote. */
export const followCycle = (cycleId: string, dependencies: FollowDependencies, following: Following): Promise<Until> =>
  follow(async () => {
    const cycle = await dependencies.cycles.find(cycleId);
    if (cycle === undefined) return { done: 0, total: 1, message: `${cycleId} is not there yet.` };
    const improvements = await present(cycle.improvementIds, dependencies);
    const done = (improvements.length > 0 ? 1 : 0) + improvements.reduce((sum, { state }) => sum + STEP[state], 0);
    const total = 2 + LAST_STEP * improvements.length;
    if (cycle.state !== 'running') return { done: total, total, message: `${cycleId} ${cycle.state}${told(improvements)}`, ended: waits(improvements) ? 'person' : 'settled' };
    const message = improvements.length === 0 ? `${cycleId} analyses${cycle.opportunityIds.length === 0 ? '' : `; ${cycle.opportunityIds.length} opportunities`}` : `${cycleId} runs${told(improvements)}`;
    return { done, total, message, ...(waits(improvements) ? { ended: 'person' as const } : {}) };
  }, dependencies.clock, following);

/** Reports progress of one improvement until it has settled. */
export const followImprovement = (improvementId: string, dependencies: FollowDependencies, following: Following): Promise<Until> =>
  follow(async () => {
    const [improvement] = await present([improvementId], dependencies);
    if (improvement === undefined) return { done: 0, total: LAST_STEP, message: `${improvementId} is not there.`, ended: 'settled' };
    const settled = SETTLED.includes(improvement.state);
    return { done: STEP[improvement.state], total: LAST_STEP, message: `${improvementId} is ${improvement.state}`, ...(settled ? { ended: 'settled' as const } : {}) };
  }, dependencies.clock, following);

const present = async (ids: readonly string[], { improvements }: FollowDependencies): Promise<Improvement[]> =>
  (await Promise.all(ids.map((id) => improvements.find(id)))).filter((one) => one !== undefined);

const waits = (improvements: readonly Improvement[]): boolean => improvements.some(({ state }) => state === 'awaiting-approval');

const MOST_TOLD = 10;

const told = (improvements: readonly Improvement[]): string =>
  improvements.length === 0 ? '' : `: ${improvements.slice(0, MOST_TOLD).map(({ id, state }) => `${id} ${state}`).join(', ')}${improvements.length > MOST_TOLD ? ', …' : ''}`;

const LEAST_STEP = 0.001;

const follow = async (look: () => Promise<Look>, clock: Clock, { until, signal, tell }: Following): Promise<Until> => {
  let last = { message: '', at: 0, progress: -LEAST_STEP };
  for (;;) {
    const { done, total, message, ended } = await look();
    const now = clock.now();
    if (message !== last.message || now - last.at >= BEAT_MS) {
      const progress = Math.max(done, last.progress + LEAST_STEP);
      await tell({ progress, total: Math.max(total, progress), message });
      last = { message, at: now, progress };
    }
    if (ended !== undefined) return ended;
    if (signal.aborted || now >= until) return 'time';
    await clock.sleep(Math.min(LOOK_MS, until - now), signal);
  }
};
