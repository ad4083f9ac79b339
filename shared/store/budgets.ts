import * as z from 'zod';
import type { Instant } from '../domain/instant.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, readDocument, type Held } from './document.ts';
import { keys } from './keys.ts';
import { drawnOn, hourAt, QuotaHours, roomFrom, UNUSED, usedInWeek } from './quotas.ts';

const count = () => z.number().int().nonnegative();

/** Tokens of every kind together, and money in whole micro-dollars. */
export const Amount = z.object({ tokens: count(), microUsd: count() });
export type Amount = z.infer<typeof Amount>;

const Account = Amount.extend({ calls: count() });
export type Account = z.infer<typeof Account>;

const NOTHING_SPENT: Account = { tokens: 0, microUsd: 0, calls: 0 };

/** An account with a limit: of an improvement, a cycle, a day, a tenant's day. What has no limit is counted all the same. */
export type Window = {
  readonly id: string;
  readonly limit: { readonly tokens?: number | undefined; readonly microUsd?: number | undefined };
  /** When a new one begins, for windows that come again. */
  readonly resumesAt?: Instant | undefined;
  readonly keptUntil: Instant;
};

/** Tokens in any seven days. */
export type Quota = { readonly id: string; readonly limitTokens: number };

export type Reservation = { readonly callId: string; readonly worst: Amount; readonly windows: readonly Window[]; readonly quotas: readonly Quota[]; readonly at: Instant };

/** `isNew` is false for a call that had been reserved before. `resumeAt` is absent where waiting does not help. `busy`: too many others reserved at the same time. */
export type Reserved = { readonly ok: true; readonly isNew: boolean } | { readonly ok: false; readonly reason: 'budget' | 'quota'; readonly id: string; readonly resumeAt?: Instant } | { readonly ok: false; readonly reason: 'busy' };

const Call = z.object({
  windows: z.array(z.object({ id: z.string(), keptUntil: z.number() })),
  quotas: z.array(z.string()),
  worst: Amount,
  at: z.number(),
  used: Amount.optional(),
  answer: z.string().optional(),
});
type Call = z.infer<typeof Call>;

type Refusal = Extract<Reserved, { reason: 'budget' | 'quota' }>;

const DAY_MS = 86_400_000;
const QUOTA_KEPT_MS = 9 * DAY_MS;
const CALL_KEPT_MS = 30 * DAY_MS;
const MOST_ATTEMPTS = 200;

/**
 * What models may cost and did cost. A call is reserved with the most that it can cost in all its windows and quotas at once, or in none; settling it
 * puts what it really cost in that place. What is reserved counts as spent: a call that nobody settles stays counted as the most it can have cost.
 * Every number is read and written under its version in one write, so that those who reserve at the same time never exceed a limit together. Within
 * one instance they take turns; between processes the loser reads again after `pause`.
 */
export class Budgets {
  readonly #store: ItemStore;
  readonly #pause: (attempt: number) => Promise<void>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: ItemStore, pause: (attempt: number) => Promise<void> = async () => {}) {
    this.#store = store;
    this.#pause = pause;
  }

  /** Reserves what a call can cost at most. Of the same call only the first time counts. */
  reserve(asked: Reservation): Promise<Reserved> {
    return this.#inTurn(() => this.#untilWritten(() => this.#reserving(asked)));
  }

  /** Puts in what a call really cost (`undefined`: nobody knows, so it stays at the most it can have cost), and keeps its answer. Only the first time counts. */
  settle(callId: string, used: Amount | undefined, at: Instant, answer?: string): Promise<Reserved> {
    return this.#inTurn(() => this.#untilWritten(() => this.#settling(callId, used, at, answer)));
  }

  /** What is known of a call: the answer that was kept when it was settled. */
  async call(callId: string): Promise<{ readonly isSettled: boolean; readonly answer?: string } | undefined> {
    const held = await readDocument(this.#store, keys.modelCall(callId), Call);
    if (!held) return undefined;
    const { used, answer } = held.value;
    return { isSettled: used !== undefined, ...(answer === undefined ? {} : { answer }) };
  }

  /** What was spent in a window, reservations included. */
  async spentIn(windowId: string): Promise<Account> {
    return (await readDocument(this.#store, keys.budget(windowId), Account))?.value ?? NOTHING_SPENT;
  }

  /** What was drawn on a quota, hour by hour. */
  async quota(id: string): Promise<QuotaHours> {
    return (await readDocument(this.#store, keys.quota(id), QuotaHours))?.value ?? UNUSED;
  }

  async #reserving({ callId, worst, windows, quotas, at }: Reservation): Promise<readonly Change[] | Reserved> {
    const [known, accounts, drawn] = await Promise.all([readDocument(this.#store, keys.modelCall(callId), Call), this.#accounts(windows), this.#quotas(quotas)]);
    if (known) return { ok: true, isNew: false };
    const refused = hardest([
      ...windows.flatMap((window, index) => overBudget(window, accounts[index]?.value ?? NOTHING_SPENT, worst)),
      ...quotas.flatMap((quota, index) => overQuota(quota, drawn[index]?.value ?? UNUSED, worst.tokens, at)),
    ]);
    if (refused) return refused;
    const call: Call = { windows: windows.map(({ id, keptUntil }) => ({ id, keptUntil })), quotas: quotas.map(({ id }) => id), worst, at };
    return [
      { kind: 'put', key: keys.modelCall(callId), body: asBody(call), when: 'absent', expiresAt: at + CALL_KEPT_MS },
      ...windows.map((window, index) => accountPut(window, accounts[index], worst, 1)),
      ...quotas.map(({ id }, index) => quotaPut(id, drawn[index], hourAt(at), worst.tokens, at)),
    ];
  }

  async #settling(callId: string, used: Amount | undefined, at: Instant, answer: string | undefined): Promise<readonly Change[] | Reserved> {
    const key = keys.modelCall(callId);
    const held = await readDocument(this.#store, key, Call);
    if (!held || held.value.used !== undefined) return { ok: true, isNew: false };
    const { worst, windows, quotas } = held.value;
    const real = used ?? worst;
    const difference: Amount = { tokens: real.tokens - worst.tokens, microUsd: real.microUsd - worst.microUsd };
    const call: Call = { ...held.value, used: real, ...(answer === undefined ? {} : { answer }) };
    const change: Change = { kind: 'put', key, body: asBody(call), when: held.version, expiresAt: held.value.at + CALL_KEPT_MS };
    if (difference.tokens === 0 && difference.microUsd === 0) return [change];
    const [accounts, drawn] = await Promise.all([this.#accounts(windows), this.#quotas(quotas.map((id) => ({ id })))]);
    return [
      change,
      ...windows.map((window, index) => accountPut(window, accounts[index], difference, 0)),
      ...quotas.map((id, index) => quotaPut(id, drawn[index], hourAt(held.value.at), difference.tokens, at)),
    ];
  }

  #accounts(windows: readonly { readonly id: string }[]) {
    return Promise.all(windows.map(({ id }) => readDocument(this.#store, keys.budget(id), Account)));
  }

  #quotas(quotas: readonly { readonly id: string }[]) {
    return Promise.all(quotas.map(({ id }) => readDocument(this.#store, keys.quota(id), QuotaHours)));
  }

  /** Somebody else's write is the only reason for a second attempt: each attempt that fails is one that succeeded elsewhere. */
  async #untilWritten(plan: () => Promise<readonly Change[] | Reserved>): Promise<Reserved> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      if (attempt > 0) await this.#pause(attempt);
      const planned = await plan();
      if ('ok' in planned) return planned;
      if ((await this.#store.write(planned)).ok) return { ok: true, isNew: true };
    }
    return { ok: false, reason: 'busy' };
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }
}

const accountPut = ({ id, keptUntil }: Pick<Window, 'id' | 'keptUntil'>, held: Held<Account> | undefined, by: Amount, calls: number): Change => {
  const before = held?.value ?? NOTHING_SPENT;
  const after: Account = { tokens: Math.max(0, before.tokens + by.tokens), microUsd: Math.max(0, before.microUsd + by.microUsd), calls: before.calls + calls };
  return { kind: 'put', key: keys.budget(id), body: after, when: held?.version ?? 'absent', expiresAt: keptUntil };
};

const quotaPut = (id: string, held: Held<QuotaHours> | undefined, hour: number, by: number, at: Instant): Change => ({
  kind: 'put', key: keys.quota(id), body: drawnOn(held?.value ?? UNUSED, hour, by, at), when: held?.version ?? 'absent', expiresAt: at + QUOTA_KEPT_MS,
});

const overBudget = ({ id, limit, resumesAt }: Window, spent: Amount, worst: Amount): Refusal[] => {
  const { tokens = Infinity, microUsd = Infinity } = limit;
  if (spent.tokens + worst.tokens <= tokens && spent.microUsd + worst.microUsd <= microUsd) return [];
  const neverFits = worst.tokens > tokens || worst.microUsd > microUsd;
  return [{ ok: false, reason: 'budget', id, ...(neverFits || resumesAt === undefined ? {} : { resumeAt: resumesAt }) }];
};

const overQuota = ({ id, limitTokens }: Quota, drawn: QuotaHours, need: number, at: Instant): Refusal[] => {
  if (usedInWeek(drawn, at) + need <= limitTokens) return [];
  const resumeAt = roomFrom(drawn, need, limitTokens, at);
  return [{ ok: false, reason: 'quota', id, ...(resumeAt === undefined ? {} : { resumeAt }) }];
};

/** The refusal that holds longest: one that waiting does not help, or the last to pass. */
const hardest = ([first, ...others]: readonly Refusal[]): Refusal | undefined =>
  first && others.reduce((held, other) => ((other.resumeAt ?? Infinity) > (held.resumeAt ?? Infinity) ? other : held), first);
