import { sentenceOf } from '../../shared/domain/error-code.ts';
import type { Flags } from '../../shared/ports/flags.ts';
import type { AskRollback } from '../../shared/release/action-request.ts';
import { takeEverythingBack } from '../../shared/release/take-everything-back.ts';
import { whyStopped, type Switches } from '../../shared/store/switches.ts';
import { watchPromoted } from './watch-promoted.ts';
import { watchRelease, type WatchDependencies } from './watch.ts';

export type WatchAllDependencies = Omit<WatchDependencies, 'horizon' | 'actions'> & {
  readonly states: { get(targetId: string): Promise<{ state: { periodsUntil: number } } | undefined> };
  readonly movers: {
    readonly ramp: (improvementId: string, weight: number, by: string) => Promise<unknown>;
    readonly promote: (improvementId: string, terms: { unproven: boolean }, by: string) => Promise<unknown>;
  };
  readonly rollback: AskRollback;
  /** Absent where nothing can be stopped. */
  readonly flags?: Flags;
  readonly switches?: Pick<Switches, 'stopped'>;
};

const TICK = 'tick';

export type Watched = { readonly watched: number; readonly watchedAfter: number; readonly problems: readonly { readonly improvementId: string; readonly problem: string }[] };

/** One tick over every release: those that are exposed are judged, those that were promoted are looked after. What fails with one keeps none of the others waiting. While everything is stopped, what is exposed goes back. */
export const watchAll = async (dependencies: WatchAllDependencies): Promise<Watched> => {
  const { releases, states, movers, rollback } = dependencies;
  const horizon = async (targetId: string): Promise<number> => (await states.get(targetId))?.state.periodsUntil ?? 0;
  const actions: WatchDependencies['actions'] = {
    ramp: (id, weight) => movers.ramp(id, weight, TICK),
    promote: (id, terms) => movers.promote(id, terms, TICK),
    rollBack: (id, ending) => rollback({ action: 'take-back', improvementId: id, ending, by: TICK }),
  };
  const problems: { improvementId: string; problem: string }[] = [];
  const each = async (ids: readonly string[], look: (id: string) => Promise<unknown>): Promise<void> => {
    for (const id of ids) {
      try {
        await look(id);
      } catch (error) {
        problems.push({ improvementId: id, problem: error instanceof Error ? error.message : String(error) });
      }
    }
  };

  const active = await releases.active();
  // That the switch cannot be read must not keep it from watching.
  const stopped = await whyStopped(dependencies).catch((error: unknown) => {
    problems.push({ improvementId: 'everything', problem: `Whether everything is stopped cannot be read: ${sentenceOf(error)}` });
    return undefined;
  });
  if (stopped === undefined) await each(active, (id) => watchRelease({ ...dependencies, horizon, actions }, id));
  else problems.push(...(await takeEverythingBack(dependencies, { reason: stopped, by: TICK })).problems);
  const after = await releases.watchedAfter();
  await each(after, (id) => watchPromoted({ ...dependencies, horizon, revert: (improvementId, reason) => rollback({ action: 'undo', improvementId, reason, by: TICK }) }, id));
  return { watched: active.length, watchedAfter: after.length, problems };
};
