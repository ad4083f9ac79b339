import { quotasOf, type ModelsConfig, type ModelTier, type PoolModel } from '../../../shared/config/models.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { Quota } from '../../../shared/store/budgets.ts';
import { roomFrom, UNUSED, type QuotaHours } from '../../../shared/store/quotas.ts';
import type { ModelTask } from './ask-model.ts';
import { CATEGORIES, TIER_NEEDED, TIERS, type FallbackStep } from './categories.ts';

export type RouteRequest = {
  readonly task: Pick<ModelTask, 'purpose' | 'complexity' | 'risk' | 'notProviders'>;
  readonly models: Pick<ModelsConfig, 'pool' | 'quotas' | 'switchAt'>;
  /** What was drawn on each quota; what is not there is unused. */
  readonly drawn: Readonly<Record<string, QuotaHours>>;
  /** Tokens that this call can take of a model at most: the whole question, and the longest answer. */
  readonly need: (model: PoolModel) => number;
  /** Why a model is out for now, apart from its quotas: it failed too often in a row, or a moment ago in this very call. */
  readonly out: (model: PoolModel) => { readonly why: string; readonly until?: Instant | undefined } | undefined;
  readonly now: Instant;
};

export type Route =
  | { readonly kind: 'use'; readonly model: PoolModel; /** Under which quotas, as far as this kind of work may use them. */ readonly quotas: readonly Quota[]; readonly note?: string; /** Whether somebody else could be asked after it. */ readonly hasOthers: boolean }
  /** `none`: the pool has no model for this at all. `blocked`: only lesser ones are left, and this work does not go there. */
  | { readonly kind: 'none' | 'blocked' | 'quota' | 'unavailable'; readonly text: string; readonly resumeAt?: Instant };

type Turned = { readonly model: PoolModel; readonly cause: 'quota' | 'out' | 'too-long'; readonly why: string; readonly until?: Instant | undefined };

export const modelName = ({ provider, id }: Pick<PoolModel, 'provider' | 'id'>): string => `${provider}/${id}`;

/**
 * Which model a piece of work goes to: the first in its category's chain that is good enough, has room in all its quotas for the most that this call can
 * take, holds the question, and is not out. The same request gives the same route.
 */
export const route = (request: RouteRequest): Route => {
  const { task, models } = request;
  const { chain, failFast } = CATEGORIES[task.purpose][task.risk];
  const needed = TIER_NEEDED[task.complexity][task.risk];
  if (models.pool.length === 0) return { kind: 'none', text: 'No model is configured: give one with --model, PAWL_MODEL, or models in pawl.config.json.' };
  const { notProviders = [] } = task;
  const open = models.pool.filter(({ provider }) => !notProviders.includes(provider));
  if (open.length === 0) return { kind: 'none', text: `A second opinion has to come from another provider than ${notProviders.join(', ')}, and no other is configured: add one to models.providers and models.pool.` };

  const candidates = inOrder(open, chain, needed);
  const turned: Turned[] = [];
  for (const model of candidates) {
    const quotas = limitsOf(model, models, failFast);
    const against = turnedAway(model, quotas, request);
    if (against) turned.push(against);
    else return { kind: 'use', model, quotas, hasOthers: candidates.length > turned.length + 1, ...noteOn(model, needed, turned) };
  }
  return withoutRoute(request, needed, turned, open.length > candidates.length && failFast);
};

/** The models that may be asked, the preferred one first, each once. */
const inOrder = (open: readonly PoolModel[], chain: readonly FallbackStep[], needed: ModelTier): readonly PoolModel[] => {
  const at = TIERS.indexOf(needed);
  const tiersOf: Record<FallbackStep, readonly ModelTier[]> = { same: [needed], higher: TIERS.slice(at + 1), 'one-lower': TIERS.slice(Math.max(0, at - 1), at), 'any-lower': TIERS.slice(0, at).toReversed() };
  return [...new Set(chain.flatMap((step) => tiersOf[step]).flatMap((tier) => open.filter(({ tiers }) => tiers.includes(tier))))];
};

const limitsOf = (model: PoolModel, { quotas, switchAt }: RouteRequest['models'], failFast: boolean): Quota[] =>
  quotasOf(model).flatMap((id) => {
    const weekly = quotas[id];
    return weekly === undefined ? [] : [{ id, limitTokens: failFast ? weekly : Math.floor(weekly * switchAt) }];
  });

const turnedAway = (model: PoolModel, quotas: readonly Quota[], { need, drawn, out, now }: RouteRequest): Turned | undefined => {
  const tokens = need(model);
  if (model.contextTokens !== undefined && tokens > model.contextTokens) return { model, cause: 'too-long', why: `holds ${model.contextTokens} tokens, and this may take ${tokens}` };
  const isOut = out(model);
  if (isOut) return { model, cause: 'out', ...isOut };
  for (const { id, limitTokens } of quotas) {
    const from = roomFrom(drawn[id] ?? UNUSED, tokens, limitTokens, now);
    if (from === undefined) return { model, cause: 'quota', why: `its quota ${id} never has room for ${tokens} tokens at once` };
    if (from > now) return { model, cause: 'quota', why: `its quota ${id} has no room for ${tokens} tokens until ${new Date(from).toISOString()}`, until: from };
  }
  return undefined;
};

const noteOn = (model: PoolModel, needed: ModelTier, turned: readonly Turned[]): { note?: string } => {
  const isLesser = model.tiers.every((tier) => TIERS.indexOf(tier) < TIERS.indexOf(needed));
  const lesser = isLesser ? `${modelName(model)} is a lesser model than the work asks for (${needed}).` : '';
  const instead = turned.length > 0 ? `It was asked instead of ${listed(turned)}.` : '';
  const note = [lesser, instead].filter((part) => part !== '').join(' ');
  return note === '' ? {} : { note };
};

const listed = (turned: readonly Turned[]): string => turned.map(({ model, why }) => `${modelName(model)} (${why})`).join(', ');

const withoutRoute = ({ task }: RouteRequest, needed: ModelTier, turned: readonly Turned[], onlyLesserLeft: boolean): Route => {
  const work = `${task.risk}-risk work of ${task.complexity} complexity`;
  if (turned.length === 0) return { kind: onlyLesserLeft ? 'blocked' : 'none', text: `For ${work} a model of tier ${needed} is needed, and ${task.notProviders?.length ? 'no other provider' : 'the pool'} has none: add one, or give a model this tier in models.pool.` };
  const waits = turned.flatMap(({ cause, until }) => (until === undefined || cause === 'too-long' ? [] : [until]));
  const resume = waits.length === 0 ? {} : { resumeAt: Math.min(...waits) };
  const text = `No model can be asked now for ${work}: ${listed(turned)}.`;
  if (turned.every(({ cause }) => cause === 'too-long')) return { kind: 'none', text: `The question is too long: ${listed(turned)}.` };
  if (onlyLesserLeft) return { kind: 'blocked', text: `${text} A lesser one is not asked for this.`, ...resume };
  return { kind: turned.some(({ cause }) => cause === 'out') ? 'unavailable' : 'quota', text, ...resume };
};
