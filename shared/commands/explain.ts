import { closestName } from '../config/closest-name.ts';
import type { Explanation } from '../domain/explanation.ts';
import type { Improvement } from '../domain/improvement.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Target } from '../domain/target.ts';
import type { Clock } from '../ports/clock.ts';
import { sightOf, type Sight } from '../rules/access/sight.ts';
import { explainOpportunity } from '../rules/explaining/explain-opportunity.ts';
import type { Explanations } from '../store/explanations.ts';
import type { Improvements } from '../store/improvements.ts';
import type { Lessons } from '../store/lessons.ts';
import type { Opportunities } from '../store/opportunities.ts';
import type { Periods } from '../store/periods.ts';
import type { TargetStates } from '../store/target-states.ts';
import { refused, type CommandResult } from './dependencies.ts';
import { explainOpportunities } from './explain-opportunities.ts';

/** Everything that an explanation is read from; nothing is written. */
export type ExplainDependencies = {
  readonly targets: { all(): Promise<Target[]> };
  readonly opportunities: Pick<Opportunities, 'list'>;
  readonly explanations: Pick<Explanations, 'find' | 'keptFor'>;
  readonly improvements: Pick<Improvements, 'find' | 'page'>;
  readonly lessons: Pick<Lessons, 'list'>;
  readonly states: Pick<TargetStates, 'get'>;
  readonly periods: Pick<Periods, 'between'>;
  readonly clock: Clock;
  /** Whether a model is configured, where that is known. */
  readonly hasModel?: boolean;
};

export type Explainable = Pick<Opportunity, 'id' | 'targetId' | 'title' | 'kind' | 'priority' | 'impactScore' | 'lastSeenAt'>;

const WINDOW_HOURS = 24;
const MOST_NAMED = 4;
const EVERYTHING = sightOf({ tenants: 'all' });

/** What can be explained, best first. */
export const listExplainable = async (dependencies: Pick<ExplainDependencies, 'targets' | 'opportunities'>): Promise<Explainable[]> =>
  (await everyOpportunity(dependencies))
    .sort((a, b) => b.impactScore - a.impactScore)
    .map(({ id, targetId, title, kind, priority, impactScore, lastSeenAt }) => ({ id, targetId, title, kind, priority, impactScore, lastSeenAt }));

/**
 * The explanation of an opportunity, or of what an improvement is about, by id or by the beginning of one. What was kept is told as it was,
 * of an improvement as of when it began; where nothing was kept it is made now, from the telemetry that there still is. What `sight` does not
 * reach is as if it was not there.
 */
export const explain = async (dependencies: ExplainDependencies, { id }: { readonly id: string }, sight: Sight = EVERYTHING): Promise<CommandResult<{ explanation: Explanation; improvement?: Improvement }>> => {
  const targets = new Map((await dependencies.targets.all()).map((target) => [target.id, target]));
  const isSeen = (one: Pick<Improvement, 'targetId' | 'tenantId'>): boolean => sight.belonging(one, targets.get(one.targetId));
  const known = (await everyOpportunity(dependencies)).filter(isSeen);
  const found = await dependencies.improvements.find(id);
  const exact = found !== undefined && isSeen(found) ? found : known.find((one) => one.id === id);
  // Looking for beginnings means looking through everything.
  const alike = exact === undefined ? (await dependencies.improvements.page({ limit: MOST_NAMED + 1 }, (row, other) => other.startsWith(id) && isSeen(row))).items : [];
  const named = exact ?? findByPrefix(id, known, alike);
  if (named === undefined) return refused(unknownId(id, known), 'not-found');
  if (Array.isArray(named)) return refused(`"${id}" is the beginning of ${named.length} ids: ${named.slice(0, MOST_NAMED).join(', ')}${named.length > MOST_NAMED ? ', …' : ''}. Say one more character.`);
  if (!('history' in named)) return { ok: true, explanation: await explanationOf(named, dependencies) };

  const { opportunity, id: improvementId } = named;
  if (opportunity === undefined) return refused(`${improvementId} was not found in the signals: it is a ${named.origin} by ${named.proposedBy}. \`pawl report\` shows what came of it.`);
  const explanation = (await dependencies.explanations.keptFor(improvementId)) ?? { ...(await explanationOf(opportunity, dependencies)), improvementId };
  return { ok: true, explanation, improvement: named };
};

const everyOpportunity = async ({ targets, opportunities }: Pick<ExplainDependencies, 'targets' | 'opportunities'>): Promise<Opportunity[]> =>
  (await Promise.all((await targets.all()).map(({ id }) => opportunities.list(id)))).flat();

/** The one that is meant; the ids when it may be several; `undefined` when it is none. */
const findByPrefix = (id: string, opportunities: readonly Opportunity[], improvements: readonly Improvement[]): Opportunity | Improvement | string[] | undefined => {
  const [first, ...others] = id === '' ? [] : [...opportunities, ...improvements].filter((one) => one.id.startsWith(id));
  return others.length === 0 || first === undefined ? first : [first, ...others].map((one) => one.id);
};

const unknownId = (id: string, opportunities: readonly Opportunity[]): string => {
  if (opportunities.length === 0) return `There is no "${id}": nothing has been found yet. \`pawl cycle\` looks.`;
  const ids = opportunities.map((one) => one.id);
  const closest = closestName(id, ids);
  const named = closest === undefined ? ids.slice(0, MOST_NAMED) : [closest, ...ids.filter((one) => one !== closest)].slice(0, MOST_NAMED);
  return `There is no "${id}". ${closest === undefined ? 'There are' : 'The nearest is'} ${named.join(', ')}${ids.length > named.length ? ', …' : ''}; \`pawl explain\` lists what can be explained.`;
};

const explanationOf = async (opportunity: Opportunity, dependencies: ExplainDependencies): Promise<Explanation> => {
  const { targets, explanations, lessons, states, clock, hasModel } = dependencies;
  const stored = await explanations.find(opportunity.targetId, opportunity.id);
  if (stored !== undefined) return stored;
  const target = (await targets.all()).find(({ id }) => id === opportunity.targetId);
  if (target === undefined) throw new Error(`The target ${opportunity.targetId} of ${opportunity.id} is no longer looked after.`);
  const [state, learned] = await Promise.all([states.get(target.id), lessons.list(target.id)]);
  const at = clock.now();
  const made = state === undefined ? [] : await explainOpportunities({ target, state: state.state, opportunities: [opportunity], lessons: learned, windowHours: WINDOW_HOURS, hasModel, at }, dependencies);
  return made[0] ?? explainOpportunity({ opportunity, target, lessons: learned, hasModel, at });
};
