import { describe, expect, it } from 'vitest';
import { explain, listExplainable } from '../../../../shared/commands/explain.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { NOON, ORDERS } from '../../../support/observed-service.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

const IMPROVEMENT: Improvement = {
  id: 'imp-9f00', targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: N_PLUS_ONE.title, state: 'queued', stateSince: NOON, createdAt: NOON,
  opportunity: { ...N_PLUS_ONE, id: 'opp-3fa1' }, attempts: 0, systemWide: false, phaseMs: {}, history: [{ state: 'queued', at: NOON, by: 'analysis' }],
};

/** Two opportunities and one improvement, in a store without any telemetry. */
const world = async () => {
  const clock = testClock(NOON);
  const repositories = repositoriesIn(new SqliteItemStore(':memory:', clock));
  await repositories.opportunities.record({ ...N_PLUS_ONE, id: 'opp-3fa1' });
  await repositories.opportunities.record({ ...NULL_DEREFERENCE, id: 'opp-3fb2' });
  await repositories.improvements.create(IMPROVEMENT);
  return { ...repositories, clock, targets: { all: async () => [ORDERS] } };
};

describe('asking for an explanation', () => {
  it('lists what can be explained, best first', async () => {
    expect((await listExplainable(await world())).map(({ id, priority }) => [id, priority])).toEqual([['opp-3fa1', 'critical'], ['opp-3fb2', 'medium']]);
  });

  it('makes one now where none was kept, from what the evidence itself says when the telemetry is gone', async () => {
    const answer = await explain(await world(), { id: 'opp-3fa1' });
    expect(answer).toMatchObject({ ok: true, explanation: { opportunityId: 'opp-3fa1', analysedAt: NOON, score: { score: N_PLUS_ONE.impactScore, priority: 'critical' } } });
    expect(answer.ok && answer.explanation.facts).toContainEqual(['Where', 'src/order-view.ts:31 in withProducts']);
  });

  it('tells what was kept, as it was', async () => {
    const dependencies = await world();
    const made = await explain(dependencies, { id: 'opp-3fa1' });
    if (!made.ok) throw new Error(made.reason);
    await dependencies.explanations.record({ ...made.explanation, headline: 'As of yesterday.' });
    expect(await explain(dependencies, { id: 'opp-3fa1' })).toMatchObject({ explanation: { headline: 'As of yesterday.' } });
  });

  it('tells of an improvement what was true when it began, and where it stands', async () => {
    const dependencies = await world();
    const made = await explain(dependencies, { id: 'opp-3fa1' });
    if (!made.ok) throw new Error(made.reason);
    await dependencies.explanations.record({ ...made.explanation, headline: 'When it began.' });
    await dependencies.explanations.keep('imp-9f00', 'orders', 'opp-3fa1');
    await dependencies.explanations.record({ ...made.explanation, headline: 'An hour later.' });
    await dependencies.explanations.keep('imp-9f00', 'orders', 'opp-3fa1');
    expect(await explain(dependencies, { id: 'imp-9f00' })).toMatchObject({ explanation: { headline: 'When it began.', improvementId: 'imp-9f00' }, improvement: { id: 'imp-9f00', state: 'queued' } });
    expect(await explain(dependencies, { id: 'imp-9' })).toMatchObject({ explanation: { headline: 'When it began.' } });
  });

  it('takes the beginning of an id, as long as it says which', async () => {
    const dependencies = await world();
    expect(await explain(dependencies, { id: 'opp-3fb' })).toMatchObject({ ok: true, explanation: { opportunityId: 'opp-3fb2' } });
    expect(await explain(dependencies, { id: 'opp-3f' })).toEqual({ ok: false, reason: '"opp-3f" is the beginning of 2 ids: opp-3fa1, opp-3fb2. Say one more character.' });
  });

  it('names the nearest id when there is none like it, and what to do', async () => {
    expect(await explain(await world(), { id: 'opp-4fb2' })).toMatchObject({ ok: false, reason: expect.stringMatching(/^There is no "opp-4fb2"\. The nearest is opp-3fb2, .*`pawl explain` lists what can be explained\.$/) as string });
    expect(await explain(await world(), { id: '' })).toMatchObject({ ok: false });
  });

  it('says so when nothing was found yet', async () => {
    const empty = { ...repositoriesIn(new SqliteItemStore(':memory:', testClock(NOON))), clock: testClock(NOON), targets: { all: async () => [ORDERS] } };
    expect(await explain(empty, { id: 'opp-1' })).toMatchObject({ ok: false, reason: 'There is no "opp-1": nothing has been found yet. `pawl cycle` looks.' });
    expect(await listExplainable(empty)).toEqual([]);
  });

  it('says of a deployment that it came from a person', async () => {
    const dependencies = await world();
    const { opportunity: _, ...rest } = IMPROVEMENT;
    await dependencies.improvements.create({ ...rest, id: 'dep-1', origin: 'deployment', proposedBy: 'ada' });
    expect(await explain(dependencies, { id: 'dep-1' })).toEqual({ ok: false, reason: 'dep-1 was not found in the signals: it is a deployment by ada. `pawl report` shows what came of it.' });
  });
});
