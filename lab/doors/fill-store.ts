import { countDuration, type Histogram } from '../../shared/domain/histogram.ts';
import { SETTLED, type Improvement, type ImprovementState } from '../../shared/domain/improvement.ts';
import type { Period, VersionPeriod } from '../../shared/domain/period.ts';
import { emptyTargetState } from '../../shared/domain/target-state.ts';
import { reportKeys } from '../../shared/domain/report-keys.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import { asBody } from '../../shared/store/document.ts';
import { keys } from '../../shared/store/keys.ts';
import { improvementAccount } from '../../shared/store/model-accounts.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import { explained } from '../../tests/support/explained-opportunity.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE, reportFacts } from '../../tests/support/report-facts.ts';
import { seededRandom } from '../../local/load/seeded-random.ts';

export type Filling = {
  readonly targetIds: readonly string[];
  readonly improvements: number;
  readonly opportunitiesOfEach: number;
  readonly cycles: number;
  /** Of each target, a minute each, up to `now`. */
  readonly periods: number;
  readonly now: number;
};

/** Ids to ask for. */
export type Filled = { readonly improvementIds: readonly string[]; readonly waitingIds: readonly string[]; readonly opportunityIds: readonly string[]; readonly cycleIds: readonly string[] };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const HISTORY_DAYS = 90;

/** What becomes of a hundred, the newest fifty aside. */
const ENDS: readonly ImprovementState[] = [...Array<ImprovementState>(40).fill('promoted'), ...Array<ImprovementState>(20).fill('rolled-back'), ...Array<ImprovementState>(15).fill('rejected'), ...Array<ImprovementState>(12).fill('abstained'), ...Array<ImprovementState>(6).fill('inconclusive'), ...Array<ImprovementState>(4).fill('failed'), ...Array<ImprovementState>(3).fill('superseded')];
const OPEN: readonly ImprovementState[] = [...Array<ImprovementState>(38).fill('awaiting-approval'), ...Array<ImprovementState>(12).fill('queued')];

/**
 * Three months of a Pawl that had much to do: improvements with their patch, checks, release, outcome, explanation, spending and audit trail, cycles,
 * opportunities, lessons, and a week of minutes of each target. Through the repositories that write it in earnest.
 */
export const fillStore = async (store: ItemStore, { targetIds, improvements: count, opportunitiesOfEach, cycles: cycleCount, periods, now }: Filling): Promise<Filled> => {
  const of = repositoriesIn(store);
  const random = seededRandom(7);
  const { facts } = reportFacts();
  const [told] = facts.improvements;
  const [story] = facts.releases;
  if (told?.remedy === undefined || told.report === undefined || story === undefined) throw new Error('The story has a remedy with its report and its release.');

  const opportunityIds: string[] = [];
  for (const [place, targetId] of targetIds.entries()) {
    for (let index = 0; index < opportunitiesOfEach; index += 1) {
      const id = `opp-${place}-${index}`;
      const kind = index % 2 === 0 ? N_PLUS_ONE : NULL_DEREFERENCE;
      const found = { ...kind, id, targetId, key: `${kind.key} ${index}`, title: `${kind.title} (${index})`, impactScore: Math.round(60_000 / (1 + index)), firstSeenAt: now - HISTORY_DAYS * DAY, lastSeenAt: now - index * MINUTE };
      await of.opportunities.record(found);
      await of.explanations.record(explained(found, now));
      opportunityIds.push(id);
    }
    await of.states.save({ ...emptyTargetState(targetId), servingVersion: '1', completeUntil: now }, [], undefined);
    await of.states.put(Array.from({ length: periods }, (_, index) => minuteOf(targetId, now - (periods - index) * MINUTE, index, random)));
    for (let hour = 0; hour < HISTORY_DAYS * 24; hour += 1) await of.ledger.add({ account: targetId, at: now - hour * HOUR, counts: { cloudwatchCalls: 60 }, price: () => 600 }, 'told');
    for (const lesson of facts.lessons) await of.lessons.record({ ...lesson, id: `${lesson.id}-${targetId}`, targetId });
  }

  const improvementIds: string[] = [];
  const waitingIds: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const fromNewest = count - 1 - index;
    const state = OPEN[fromNewest] ?? ENDS[Math.floor(random() * ENDS.length)] ?? 'promoted';
    const id = `imp-${String(index).padStart(5, '0')}`;
    const targetId = targetIds[index % targetIds.length] ?? '';
    // What is open began within the last day: a question is asked for so long and no longer.
    const createdAt = Math.round(fromNewest < OPEN.length ? now - HOUR - fromNewest * 10 * MINUTE : now - DAY - (fromNewest / count) * HISTORY_DAYS * DAY);
    const opportunity = { ...N_PLUS_ONE, id: opportunityIds[index % opportunityIds.length] ?? 'opp-0-0', targetId };
    const improvement: Improvement = {
      ...told, id, targetId, cycleId: `cyc-${String(index % cycleCount).padStart(4, '0')}`, title: `${told.title} (${index})`, state, createdAt, stateSince: createdAt + 40 * MINUTE, opportunity,
      report: { ...told.report, digest: `digest-${id}` }, history: [{ state: 'queued', at: createdAt, by: 'analysis' }, { state, at: createdAt + 40 * MINUTE, by: 'pawl' }],
    };
    await of.improvements.create(improvement);
    await store.write([
      { kind: 'put', key: keys.release(id), body: asBody({ ...story, improvementId: id, targetId, functionName: targetId }), when: 'absent' },
      { kind: 'put', key: keys.explanationAtStart(id), body: asBody({ ...explained(opportunity, createdAt), improvementId: id }), when: 'absent' },
    ]);
    if (SETTLED.includes(state)) {
      const row = await store.get(keys.openImprovementRow(id));
      if (row) await store.write([{ kind: 'remove', key: row.key, when: row.version }]);
    }
    if (state === 'awaiting-approval') waitingIds.push(id);
    for (const [step, what] of ['validating', 'exposed', state].entries()) await of.audit.append({ targetId, at: createdAt + (step + 1) * 10 * MINUTE, who: 'pawl', what, improvementId: id, reason: 'As the load test tells it' });
    if (index % 3 === 0) await of.budgets.reserve({ callId: `call-${id}`, worst: { tokens: 9000, microUsd: 42_000 }, windows: [{ id: improvementAccount(id), limit: {}, keptUntil: now + 90 * DAY }], quotas: [], at: createdAt });
    improvementIds.push(id);
  }

  const cycleIds: string[] = [];
  for (let index = 0; index < cycleCount; index += 1) {
    const id = `cyc-${String(index).padStart(4, '0')}`;
    const startedAt = now - (cycleCount - index) * HOUR;
    await of.cycles.create({ ...facts.cycle, id, cause: `the schedule, ${index}`, trigger: 'schedule', targetIds: [...targetIds], improvementIds: improvementIds.filter((_, each) => each % cycleCount === index).slice(0, 5), startedAt, endedAt: startedAt + 20 * MINUTE, state: 'completed', reportKey: reportKeys(id).html });
    cycleIds.push(id);
  }
  return { improvementIds, waitingIds, opportunityIds, cycleIds };
};

/** About a hundred requests a minute on one version, with another beside it for some hours of the week. */
const minuteOf = (targetId: string, startsAt: number, index: number, random: () => number): Period => {
  const served = (requests: number, medianMs: number): VersionPeriod => {
    const durations: Histogram = {};
    for (let one = 0; one < requests; one += 1) countDuration(durations, medianMs * Math.exp(0.4 * (random() + random() + random() + random() - 2)));
    return { requests, failures: random() < 0.05 ? 1 : 0, timeouts: 0, coldStarts: 0, durations, environments: { 'env-1': [Math.ceil(requests / 2), 0, 1], 'env-2': [Math.floor(requests / 2), 0, 1] } };
  };
  const isCanary = index % 1440 > 1300;
  return { targetId, startsAt, seconds: 60, versions: { '1': served(isCanary ? 90 : 100, 110), ...(isCanary ? { '2': served(10, 80) } : {}) } };
};
