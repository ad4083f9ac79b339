import type { DiscoveryLedger } from '../../domain/discovery-ledger.ts';
import type { Instant } from '../../domain/instant.ts';
import { DISCOVERY_DAYS, evidenceNeeded } from './evidence-needed.ts';

/** Somebody who believes to have found something: the episode's name and its evidence (natural logarithm). */
export type Ask = { readonly episode: string; readonly evidence: number };

const STRETCH_MS = DISCOVERY_DAYS * 86_400_000;
/** An episode is remembered at least so long after it was discovered. */
const REMEMBERED_MS = 2 * STRETCH_MS;
const MOST_EPISODES = 2000;

/**
 * Which of those who ask have made a discovery, among all the metrics that are watched: strongest first, each at the level that the discoveries
 * before it allow (`evidence-needed.ts`). An episode that was discovered stays so and counts once, however often it asks. Each thirty days
 * the count begins anew, so that a system that never stops keeps its power. `ledger` is absent when there is nothing new to keep.
 */
export const admitDiscoveries = (
  known: DiscoveryLedger | undefined,
  asks: readonly Ask[],
  { metricsWatched, now }: { readonly metricsWatched: number; readonly now: Instant },
): { readonly admitted: ReadonlySet<string>; readonly ledger?: DiscoveryLedger } => {
  const isCurrent = known !== undefined && now - known.from < STRETCH_MS && now >= known.from;
  const from = isCurrent ? known.from : now;
  const episodes = known?.episodes ?? {};
  const admitted = new Set(asks.flatMap(({ episode }) => (Object.hasOwn(episodes, episode) ? [episode] : [])));
  let discoveries = isCurrent ? known.discoveries : 0;
  const found: string[] = [];
  for (const { episode, evidence } of asks.filter((ask) => !admitted.has(ask.episode)).toSorted((a, b) => b.evidence - a.evidence)) {
    if (admitted.has(episode) || evidence < evidenceNeeded({ metricsWatched, discoveries })) continue;
    admitted.add(episode);
    found.push(episode);
    discoveries += 1;
  }
  if (found.length === 0) return { admitted };
  const kept = Object.entries(episodes).filter(([, at]) => now - at < REMEMBERED_MS).slice(found.length - MOST_EPISODES);
  return { admitted, ledger: { from, discoveries, episodes: Object.fromEntries([...kept, ...found.map((episode): [string, Instant] => [episode, now])]) } };
};
