import type { Improvement } from '../../shared/domain/improvement.ts';
import { reportKeys } from '../../shared/domain/report-keys.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import { pageFolder } from '../../shared/adapters/local/page-folder.ts';
import { buildCycleReport } from '../../lambdas/reporting/cycle-report.ts';
import { renderCyclePage } from '../../lambdas/reporting/page/cycle-page.ts';
import { buildDashboard } from '../../scripts/build-dashboard.ts';
import { startApi, type ApiServer } from './api-server.ts';
import { explained } from './explained-opportunity.ts';
import { N_PLUS_ONE, reportFacts } from './report-facts.ts';

const MINUTE = 60_000;

/** Moves whole minutes of a simulated story to where the clock stands. */
const moved = <Part extends { readonly startsAt: number } | { readonly at: number }>(parts: readonly Part[], byMs: number): Part[] =>
  parts.map((part) => ({ ...part, ...('startsAt' in part ? { startsAt: part.startsAt + byMs } : { at: part.at + byMs }) }));

export type PageWorld = ApiServer & {
  /** The improvement that waits for a yes, and the one that goes its way while the test plays Pawl. */
  readonly waiting: string;
  readonly live: string;
  readonly reported: string;
  /** Plays one step of Pawl on the live improvement, as its phases would store it. */
  readonly step: (state: Improvement['state']) => Promise<void>;
};

/**
 * The page behind its real API over a real store: one cycle that ended with a report, one that runs, an improvement that waits for a yes, and one that
 * the test carries from step to step. Played are the phases, the function host, and the effect of taking an alias back.
 */
export const pageWorld = async (): Promise<PageWorld> => {
  const { folder } = await buildDashboard();
  let dependencies: DoorDependencies | undefined;
  const server = await startApi({ page: pageFolder(folder), dependencies: () => (dependencies ? Promise.resolve(dependencies) : Promise.reject(new Error('Not yet.'))) }, { liveEveryMs: 100 });
  const { improvements, releases, cycles, opportunities, explanations, audit } = server.dependencies;
  const now = server.dependencies.clock.now();
  const reports = new Map<string, Uint8Array>();

  dependencies = {
    ...server.dependencies,
    blobs: { get: async (key) => reports.get(key), locate: (key) => key },
    deployer: {
      describe: async () => ({ alias: { version: '3', revision: '1' }, latest: { codeDigest: 'a', revision: '1' } }),
      versions: async () => [],
    },
    rollback: async (asked) => {
      if (asked.action !== 'take-back') return { done: false };
      const { improvementId, ending, by } = asked;
      const { ok } = await improvements.transition(improvementId, 'rolling-back', { by, at: Date.now(), set: { ending: { ...ending, by } } });
      return { done: ok };
    },
  };

  const { facts, details } = reportFacts();
  const byMs = now - 20 * MINUTE - facts.cycle.startedAt;
  const [kept, slow] = facts.improvements;
  if (kept?.remedy === undefined || slow?.remedy === undefined) throw new Error('The story has two remedies.');
  const reported = 'cycle-told';
  reports.set(reportKeys(reported).html, new TextEncoder().encode(await renderCyclePage(buildCycleReport(facts), details)));
  await cycles.create({ ...facts.cycle, id: reported, startedAt: facts.cycle.startedAt + byMs, endedAt: (facts.cycle.endedAt ?? 0) + byMs, improvementIds: ['imp-1'], reportKey: reportKeys(reported).html });
  for (const opportunity of facts.opportunities) await opportunities.record(opportunity);

  const made = async (id: string, over: Partial<Improvement>): Promise<void> => {
    const base = { ...kept, id, cycleId: 'cycle-live', createdAt: now - 2 * MINUTE, stateSince: now - MINUTE, phaseMs: {}, ...over };
    const { outcome: _, ...rest } = base;
    await improvements.create({ ...rest, history: [{ state: rest.state, at: rest.stateSince, by: 'pawl' }] });
  };
  const waiting = 'imp-waiting';
  const live = 'imp-live';
  await made('imp-1', { state: 'promoted', cycleId: reported, history: kept.history });
  await made(waiting, { state: 'awaiting-approval', title: 'Recompute the totals of every order once', targetId: 'orders', proposedBy: 'maria', remedy: { ...kept.remedy, author: { kind: 'person', name: 'maria' } } });
  await made(live, { state: 'queued', title: 'Ask for all stock of an order at once' });
  await explanations.record(explained(N_PLUS_ONE, now));
  await cycles.create({ ...facts.cycle, id: 'cycle-live', state: 'running', startedAt: now - 2 * MINUTE, endedAt: undefined, improvementIds: [waiting, live], opportunityIds: ['opp-1'] });
  await audit.append({ targetId: 'orders', at: now - MINUTE, who: 'pawl', what: 'taken up', improvementId: live, reason: 'It has the highest score' });

  const told = facts.releases[0];
  if (told === undefined) throw new Error('The story has a release.');
  const release = (weight: number): Release => ({
    ...told, improvementId: live, weight, exposedAt: now - MINUTE, beatAt: now, candidateVersion: '4',
    periods: moved(told.periods.slice(0, 12), now - MINUTE - (told.exposedAt ?? 0)), moments: moved(told.moments.slice(0, 1), now - MINUTE - (told.exposedAt ?? 0)),
  });
  return {
    ...server, waiting, live, reported,
    step: async (state) => {
      const at = Date.now();
      const also = state === 'releasing' ? releases.opening(release(0.2)) : state === 'rolled-back' ? await releases.closing(await releases.get(live)) : [];
      const { ok } = await improvements.transition(live, state, { by: 'pawl', at, also });
      if (!ok) throw new Error(`It could not go to ${state}.`);
    },
  };
};
