import type { Opportunity, OpportunityKind } from '../../shared/domain/opportunity.ts';
import { wilsonInterval } from '../../shared/rules/judge/wilson-interval.ts';
import type { Incident } from './incident.ts';

const HOUR_MS = 3_600_000;
/** An opportunity that comes back within a day is the same one: production keeps its place in the list. */
const SAME_WITHIN_MS = 24 * HOUR_MS;

/** An opportunity from when it was first raised to when it was last seen. `since`: from when its evidence dates. */
export type Episode = {
  readonly key: string;
  readonly kind: OpportunityKind;
  readonly title: string;
  readonly raisedAt: number;
  readonly since: number;
  readonly lastAt: number;
  readonly priority: Opportunity['priority'];
  readonly impactScore: number;
  readonly confidence: number;
  readonly gainPercent: number;
};

/** A share with its 95 % Wilson interval; `undefined` where there is nothing to take it of. */
export type Share = { readonly right: number; readonly of: number; readonly rate: number; readonly low: number; readonly high: number };

export const shareOf = (right: number, of: number): Share | undefined => {
  if (of === 0) return undefined;
  const { rate, low, high } = wilsonInterval(right, of, 1);
  return { right, of, rate, low, high };
};

/** Follows what is open from one analysis to the next. */
export class Episodes {
  readonly all: Episode[] = [];
  readonly #latest = new Map<string, number>();
  readonly #everyMs: number;

  /** `everyMs`: the time between two analyses. What is raised without a known beginning may be as old as that. */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Takes in what one analysis listed. */
  see(opportunities: readonly Opportunity[], now: number): void {
    for (const { key, kind, title, priority, impactScore, confidence, gainPercent, evidence } of opportunities) {
      const place = this.#latest.get(key);
      const known = place === undefined ? undefined : this.all[place];
      const facts = { key, kind, title, priority, impactScore, confidence, gainPercent, lastAt: now };
      if (place !== undefined && known !== undefined && now - known.lastAt <= SAME_WITHIN_MS) this.all[place] = { ...known, ...facts };
      else {
        const since = 'since' in evidence ? Math.min(evidence.since, now) : now - this.#everyMs;
        this.#latest.set(key, this.all.push({ ...facts, raisedAt: now, since }) - 1);
      }
    }
  }
}

export const isRight = (episode: Pick<Episode, 'kind' | 'since' | 'lastAt'>, incidents: readonly Incident[]): boolean =>
  incidents.some(({ from, to, kind }) => (kind === undefined || kind === episode.kind) && from <= episode.lastAt && to >= episode.since);

/** Of the incidents, those about which something right was raised. */
export const isFound = (incident: Incident, episodes: readonly Episode[]): boolean => episodes.some((episode) => isRight(episode, [incident]));
