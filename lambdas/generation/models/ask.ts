import { createHash } from 'node:crypto';
import { quotasOf, type ModelsConfig, type PoolModel } from '../../../shared/config/models.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Model, ModelAnswer, ModelError, ModelUsage } from '../../../shared/ports/model.ts';
import type { Notifier } from '../../../shared/ports/notifier.ts';
import { tell } from '../../../shared/release/tell.ts';
import type { Budgets, Reserved } from '../../../shared/store/budgets.ts';
import type { Asked, AskModel, ModelQuestion, ModelTask } from './ask-model.ts';
import { budgetWindows } from './budget-windows.ts';
import { costOfUsage, questionTokens, worstCost } from './call-cost.ts';
import { fromKept, keptAnswer } from './kept-answer.ts';
import { meteredModel, NotReserved } from './metered-model.ts';
import { converseWithRetries, type Conversed } from './retry.ts';
import { modelName, route, type Route } from './route.ts';
import { budgetSpent, routeNotice, type SpentNotice } from './spent-notice.ts';
import type { Breakers } from './stored-breakers.ts';

export type AskDependencies = {
  readonly models: ModelsConfig;
  /** Makes the adapter of a model of the pool. */
  readonly open: (model: PoolModel) => Promise<Model>;
  readonly budgets: Budgets;
  readonly breakers: Breakers;
  readonly clock: Clock;
  /** 0–1, for the jitter of retries. */
  readonly random: () => number;
  /** Is told once of each budget or quota that is spent. */
  readonly notifier?: Notifier;
  /** The most time for one question, whomever it goes to. */
  readonly mostMs?: number;
};

const MOST_MS = 240_000;
/** Who hangs does not get all of the time while others could still be asked: two whole attempts, and as much is left for the next. */
const SHARE_BEFORE_OTHERS = 0.55;
/** Who failed in this very call is worth another try after this long. */
const TRY_AGAIN_MS = 600_000;
/** What the question itself is refused for stays as it is until somebody changes the configuration. */
const REFUSED_AGAIN_MS = 86_400_000;
/** A quota that others drew on between looking and reserving is looked at again this often. */
const MOST_RACES = 20;

const FOR_ITSELF: ReadonlySet<ModelError['code']> = new Set<ModelError['code']>(['refused', 'too-long']);

type Refusal = Extract<Asked, { ok: false }>;
type Counted = { readonly usage: ModelUsage; readonly microUsd: number; readonly attempts: number };

/**
 * Asks the model that a task is for: routes it, reserves each attempt in all budgets and quotas, tries again where that helps, settles what was really
 * used, and goes to the next in the chain when nobody answers or no money is left for the first. An answer is kept with the account of its call: the
 * same question of the same improvement, asked again after this process died, gets it back and pays nothing.
 */
export const askModel = (dependencies: AskDependencies): AskModel => {
  const timesAsked = new Map<string, number>();
  return async (task, question) => {
    const id = questionId(task, question);
    const times = timesAsked.get(id) ?? 0;
    timesAsked.set(id, times + 1);
    return new OneQuestion(dependencies, task, question, `${id}/${times}`).ask();
  };
};

/** The same for the same improvement, purpose and text. */
const questionId = ({ improvementId, purpose, notProviders = [] }: ModelTask, { system, messages, maxTokens }: ModelQuestion): string =>
  `${improvementId}/${createHash('sha256').update(JSON.stringify([purpose, notProviders, system, messages, maxTokens])).digest('hex').slice(0, 32)}`;

class OneQuestion {
  readonly #with: AskDependencies;
  readonly #task: ModelTask;
  readonly #question: ModelQuestion;
  readonly #id: string;
  readonly #deadline: Instant;
  readonly #failed = new Map<string, { readonly why: string; readonly until: Instant | undefined }>();
  #attempts = 0;
  #microUsd = 0;
  #budgetSpent: Refusal | undefined;

  constructor(dependencies: AskDependencies, task: ModelTask, question: ModelQuestion, id: string) {
    this.#with = dependencies;
    this.#task = task;
    this.#question = question;
    this.#id = id;
    this.#deadline = dependencies.clock.now() + (dependencies.mostMs ?? MOST_MS);
  }

  async ask(): Promise<Asked> {
    const { models } = this.#with;
    let number = 0;
    // What an earlier process asked under this name: paid for, whether it came to an answer or not.
    for (let known = models.pool.length === 0 ? undefined : await this.#known(number); known; known = await this.#known(number)) {
      const kept = known.answer === undefined ? undefined : fromKept(known.answer);
      if (kept) return kept;
      number += 1;
    }
    const nextCallId = (): string => `${this.#id}/${number++}`;
    for (let races = 0; races < MOST_RACES; ) {
      const found = await this.#route();
      if (found.kind !== 'use') return this.#turnedDown(found);
      const asked = await this.#askOne(found, nextCallId);
      if (asked === 'raced') races += 1;
      else if (asked !== 'next') return asked;
    }
    return { ok: false, reason: 'unavailable', text: 'Too many others draw on the same quotas at this moment.', resumeAt: this.#with.clock.now() + TRY_AGAIN_MS };
  }

  #known(number: number) {
    return this.#with.budgets.call(`${this.#id}/${number}`);
  }

  async #route(): Promise<Route> {
    const { models, budgets, breakers, clock } = this.#with;
    const ids = [...new Set(models.pool.flatMap(quotasOf))].filter((id) => id in models.quotas);
    const drawn = Object.fromEntries(await Promise.all(ids.map(async (id) => [id, await budgets.quota(id)] as const)));
    const shut = new Map(await Promise.all(models.pool.map(async (model) => [modelName(model), await breakers.shutUntil(modelName(model))] as const)));
    return route({
      task: this.#task,
      models,
      drawn,
      need: (model) => questionTokens(this.#question) + this.#mostTokens(model),
      out: (model) => {
        const until = shut.get(modelName(model));
        return this.#failed.get(modelName(model)) ?? (until === undefined ? undefined : { why: `it failed too often in a row and is left alone until ${new Date(until).toISOString()}`, until });
      },
      now: clock.now(),
    });
  }

  #mostTokens({ maxTokens }: PoolModel): number {
    return this.#question.maxTokens ?? maxTokens;
  }

  async #askOne({ model, quotas, note, hasOthers }: Extract<Route, { kind: 'use' }>, nextCallId: () => string): Promise<Asked | 'next' | 'raced'> {
    const { models, open, budgets, breakers, clock, random } = this.#with;
    const name = modelName(model);
    const maxTokens = this.#mostTokens(model);
    const inputTokens = questionTokens(this.#question);
    const worst = worstCost(inputTokens, maxTokens, model.price);
    const { tokens = Infinity, microUsd = Infinity } = models.budgets.perCall;
    if (worst.tokens > tokens || worst.microUsd > microUsd) {
      const text = `One call of ${name} could take ${worst.tokens} tokens and $${usd(worst.microUsd)}, more than models.budgets.perCall allows.`;
      return this.#without(name, { ok: false, reason: 'budget', text }, text, undefined);
    }
    const keep = ({ text, stop, usage = { inputTokens, outputTokens: maxTokens, cacheReadTokens: 0, cacheWriteTokens: 0 } }: ModelAnswer): string | undefined =>
      keptAnswer({ text, stop, usage, model: model.id, provider: model.provider, ...(note === undefined ? {} : { note }) });
    try {
      const metered = meteredModel(await open(model), { budgets, clock, of: model, worst, windows: budgetWindows(this.#task, models.budgets, clock.now()), quotas, nextCallId, keep });
      const { system, messages } = this.#question;
      const conversed = await converseWithRetries(
        metered,
        { system, messages, maxTokens, timeoutMs: models.timeoutMs, ...(model.temperature === undefined ? {} : { temperature: model.temperature }) },
        { clock, random, deadline: this.#deadlineOf(hasOthers), breaker: breakers.door(name) },
      );
      const counted = this.#count(conversed, model, { inputTokens, maxTokens, worst });
      if (!conversed.ok) return this.#without(name, undefined, conversed.error.message, clock.now() + (conversed.error.retryAfterMs ?? (FOR_ITSELF.has(conversed.error.code) ? REFUSED_AGAIN_MS : TRY_AGAIN_MS)));
      const { text, stop } = conversed.answer;
      return { ok: true, text, stop, model: model.id, provider: model.provider, ...counted, ...(note === undefined ? {} : { note }) };
    } catch (error) {
      if (error instanceof NotReserved) return this.#notReserved(name, error.refusal);
      if (isModelError(error)) return this.#without(name, undefined, error.message, clock.now() + TRY_AGAIN_MS);
      throw error;
    }
  }

  #deadlineOf(hasOthers: boolean): Instant {
    const now = this.#with.clock.now();
    return hasOthers ? now + (this.#deadline - now) * SHARE_BEFORE_OTHERS : this.#deadline;
  }

  #count({ attempts, spent, unknown }: Conversed, { price }: PoolModel, { inputTokens, maxTokens, worst }: { inputTokens: number; maxTokens: number; worst: { microUsd: number } }): Counted {
    this.#attempts += attempts;
    this.#microUsd += costOfUsage(spent, price).microUsd + unknown * worst.microUsd;
    return { usage: { ...spent, inputTokens: spent.inputTokens + unknown * inputTokens, outputTokens: spent.outputTokens + unknown * maxTokens }, microUsd: this.#microUsd, attempts: this.#attempts };
  }

  /** One model less; why, for whoever is told in the end. */
  #without(name: string, budgetSpent: Refusal | undefined, why: string, until: Instant | undefined): 'next' {
    this.#budgetSpent ??= budgetSpent;
    this.#failed.set(name, { why, until });
    return 'next';
  }

  async #notReserved(name: string, refusal: Extract<Reserved, { ok: false }>): Promise<Asked | 'next' | 'raced'> {
    if (refusal.reason !== 'budget') return 'raced';
    const { refusal: spent, notice } = budgetSpent(refusal, name);
    await this.#tell(notice);
    return this.#without(name, spent, spent.text, refusal.resumeAt);
  }

  async #turnedDown(found: Exclude<Route, { kind: 'use' }>): Promise<Asked> {
    const { kind, text, resumeAt } = found;
    // Every model that was left was too dear: that is what has to change, not the models. Where one of them comes back, that is worth waiting for.
    if (this.#budgetSpent && kind !== 'quota') return resumeAt === undefined || this.#budgetSpent.resumeAt === resumeAt ? this.#budgetSpent : { ok: false, reason: 'budget', text, resumeAt };
    await this.#tell(routeNotice(found));
    return { ok: false, reason: kind === 'none' ? 'no-model' : kind, text, ...(resumeAt === undefined ? {} : { resumeAt }) };
  }

  async #tell(notice: SpentNotice | undefined): Promise<void> {
    const { notifier } = this.#with;
    const { targetId, improvementId } = this.#task;
    if (notifier && notice) await tell({ notifier }, { severity: 'medium', targetId, improvementId, ...notice });
  }
}

const isModelError = (error: unknown): error is Error => error instanceof Error && error.name === 'ModelError';

const usd = (microUsd: number): string => (microUsd / 1e6).toFixed(2);
