import type { JSX } from 'preact';
import type { ExplainedScore } from '../../../../shared/domain/explanation.ts';
import { formatPercent } from '../../charts/format-measure.ts';
import { PriorityBadge } from '../badge.tsx';
import { number, percent } from '../numbers.ts';

/** The impact score with all that it is made of, as one calculation that can be checked. */
export const ScoreLine = ({ score: { gainPercent, affectedUsersPerHour, occurrencesPerDay, severity, severityWeight, confidence, confidenceWeight, risk, riskWeight, score, priority, experience } }: { readonly score: ExplainedScore }): JSX.Element => {
  const factors: readonly (readonly [string, string])[] = [
    [formatPercent(gainPercent), 'gain'],
    [number(affectedUsersPerHour), 'users an hour'],
    [`${number(occurrencesPerDay)} / 100`, 'hours a day'],
    [number(severityWeight), `severity ${severity}`],
    [number(confidenceWeight), `${percent(confidence)} sure`],
    [number(riskWeight), `risk ${risk}`],
  ];
  return (
    <section class="stack tight">
      <h3>Impact score</h3>
      <p class="score-line">
        {factors.map(([value, label], index) => <span key={label} class="score-factor">{index > 0 && <span class="score-sign">×</span>}<span><b>{value}</b><small>{label}</small></span></span>)}
        <span class="score-factor"><span class="score-sign">=</span><span><b>{number(score)}</b><small>score</small></span></span>
        <PriorityBadge priority={priority} />
      </p>
      {experience !== undefined && <p class="quiet">{experience}</p>}
    </section>
  );
};
