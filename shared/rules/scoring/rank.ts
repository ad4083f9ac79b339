import type { Opportunity, Risk } from '../../domain/opportunity.ts';
import { standingOf } from './ageing.ts';

const RISK_ORDER = { low: 0, medium: 1, high: 2 } as const satisfies Record<Risk, number>;
const SIMILAR = 0.9;

type Standing = { readonly opportunity: Opportunity; readonly first: boolean; readonly score: number };

/**
 * The order of work, by the requirements' rules: critical severity first (with it what has waited a week); then by score as aged, highest
 * first; where scores are similar (within 10 % of the highest of their group) low risk before high, then the more certain.
 * Groups are cut from the top, so that the order is one order: "within 10 %" pair by pair would not be.
 */
export const rank = (opportunities: readonly Opportunity[], now: number): Opportunity[] => {
  const standings = opportunities.map((opportunity): Standing => {
    const { score, starving } = standingOf(opportunity, now);
    return { opportunity, first: starving || opportunity.severity === 'critical', score };
  });
  const sorted = standings.sort((a, b) => Number(b.first) - Number(a.first) || b.score - a.score || byText(a.opportunity.key, b.opportunity.key));
  const groups: Standing[][] = [];
  for (const standing of sorted) {
    const leader = groups.at(-1)?.[0];
    if (leader !== undefined && leader.first === standing.first && standing.score >= leader.score * SIMILAR) groups.at(-1)?.push(standing);
    else groups.push([standing]);
  }
  return groups.flatMap((group) => group.sort(bySafety).map(({ opportunity }) => opportunity));
};

const bySafety = (a: Standing, b: Standing): number =>
  RISK_ORDER[a.opportunity.risk] - RISK_ORDER[b.opportunity.risk] ||
  b.opportunity.confidence - a.opportunity.confidence ||
  b.score - a.score ||
  byText(a.opportunity.key, b.opportunity.key);

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
