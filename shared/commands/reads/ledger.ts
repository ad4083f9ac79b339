import type { Instant } from '../../domain/instant.ts';
import type { Estimate } from '../../domain/outcome.ts';
import type { LedgerView } from '../../domain/views/ledger-view.ts';
import type { Sight } from '../../rules/access/sight.ts';
import { gainOf } from '../../rules/impact/gain-of.ts';
import { preventionOf } from '../../rules/impact/prevention-of.ts';
import { sumOfEstimates } from '../../rules/impact/sum-of-estimates.ts';
import { SHARED } from '../../store/cost-ledger.ts';
import { dayAccount } from '../../store/model-accounts.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { ledgerFacts, spentOn } from './ledger-facts.ts';
import { momentarily } from './momentarily.ts';

export type LedgerDependencies = Pick<DoorDependencies, 'targets' | 'improvements' | 'ledger' | 'budgets' | 'clock' | 'momentMs'>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_IMPROVEMENTS = 2000;
const NOTHING: Estimate = { value: 0, low: 0, high: 0 };

/** Cost and impact in [`from`, `until`), of what the caller sees. */
export const readLedger = async ({ targets, improvements, ledger, budgets, ...moment }: LedgerDependencies, sight: Sight, { from, until }: { readonly from: Instant; readonly until: Instant }): Promise<LedgerView> => {
  const all = await targets.all();
  const byId = new Map(all.map((target) => [target.id, target]));
  const seen = (await momentarily(improvements, 'ledger', moment, () => ledgerFacts({ improvements }, MOST_IMPROVEMENTS, until))).filter((one) => sight.belonging(one, byId.get(one.targetId)));
  const gained = seen.flatMap((one) => gainOf(one, { from, until }) ?? []).sort((a, b) => b.at - a.at);
  const prevented = seen.flatMap((one) => preventionOf(one) ?? []).filter(({ at }) => at >= from && at < until).sort((a, b) => b.at - a.at);

  const daily = (account: string) => momentarily(ledger, `${account} ${Math.floor(from / MINUTE_MS)} ${Math.floor(until / MINUTE_MS)}`, moment, () => ledger.daily(account, from, until));
  const days = new Map<string, number>();
  const byTarget = new Map<string, number>();
  let tokens = 0;
  const spend = (to: string | undefined, day: string, microUsd: number): void => {
    if (microUsd === 0) return;
    days.set(day, (days.get(day) ?? 0) + microUsd);
    if (to !== undefined) byTarget.set(to, (byTarget.get(to) ?? 0) + microUsd);
  };
  for (const target of all.filter(sight.whole)) for (const { day, microUsd } of await daily(target.id)) spend(target.id, day, microUsd);
  if (sight.all) for (const { day, microUsd } of await daily(SHARED)) spend(undefined, day, microUsd);
  for (const one of seen.filter(({ createdAt }) => createdAt >= from && createdAt < until)) {
    const { targetId, createdAt } = one;
    const spent = await spentOn(one, until, budgets);
    if (sight.all) {
      // The account of the day has all calls of models; here it only says whose they were.
      byTarget.set(targetId, (byTarget.get(targetId) ?? 0) + spent.microUsd);
    } else {
      tokens += spent.tokens;
      spend(targetId, dayOf(createdAt), spent.microUsd);
    }
  }
  for (let at = from; sight.all && dayOf(at) <= dayOf(until - 1); at += DAY_MS) {
    const spent = await budgets.spentIn(dayAccount(at));
    tokens += spent.tokens;
    spend(undefined, dayOf(at), spent.microUsd);
  }

  const sum = (estimates: readonly (Estimate | undefined)[]): Estimate => sumOfEstimates(estimates.filter((one) => one !== undefined)) ?? NOTHING;
  return {
    from, until,
    spent: {
      microUsd: [...days.values()].reduce((total, microUsd) => total + microUsd, 0), tokens,
      byTarget: [...byTarget].filter(([, microUsd]) => microUsd > 0).map(([targetId, microUsd]) => ({ targetId, microUsd })).sort((a, b) => b.microUsd - a.microUsd),
      days: [...days].map(([day, microUsd]) => ({ day, microUsd })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    },
    gained, prevented,
    totals: {
      secondsSaved: sum(gained.map(({ secondsSaved }) => secondsSaved)), failuresSpared: sum(gained.map(({ failuresSpared }) => failuresSpared)),
      failuresPrevented: sum(prevented.map(({ failuresPrevented }) => failuresPrevented)), secondsPrevented: sum(prevented.map(({ secondsPrevented }) => secondsPrevented)),
    },
  };
};

const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
