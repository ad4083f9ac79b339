import type { JSX } from 'preact';
import type { Explanation } from '../../../../shared/domain/explanation.ts';
import { CallsWaterfall } from '../../charts/calls-waterfall.tsx';
import { formatClock } from '../../charts/format-measure.ts';
import { SeriesChart } from '../../charts/series-chart.tsx';
import { Time } from '../time.tsx';
import { ScoreLine } from './score-line.tsx';
import { SourceExcerpt } from './source-excerpt.tsx';
import './explained.css';

/** Why an opportunity is believed: what was measured against what was expected, the facts, the calls, the code, the log, the score. Its texts are data. */
export const Explained = ({ explanation }: { readonly explanation: Explanation }): JSX.Element => {
  const { headline, series, facts, calls, sites, samples, score, believes, next, analysedAt } = explanation;
  return (
    <div class="explained stack loose">
      <p class="explained-headline">{headline}</p>
      {series && <SeriesChart series={series} />}
      {calls && calls.calls.length > 0 && <CallsWaterfall calls={calls} />}
      {facts.length > 0 && <section class="stack tight"><h3>Facts</h3><dl class="facts">{facts.map(([label, value]) => [<dt key={`${label}-label`}>{label}</dt>, <dd key={label}>{value}</dd>])}</dl></section>}
      {sites.length > 0 && <section class="stack tight"><h3>In the source</h3>{sites.map((site) => <SourceExcerpt key={`${site.path}:${site.line}:${site.column}`} site={site} />)}</section>}
      {samples.length > 0 && (
        <section class="stack tight">
          <h3>From the log, redacted</h3>
          <ul class="samples">{samples.map(({ at, text }, index) => <li key={index}>{at !== undefined && <time dateTime={new Date(at).toISOString()}>{formatClock(at, true)} </time>}<code>{text}</code></li>)}</ul>
        </section>
      )}
      <ScoreLine score={score} />
      {believes.length > 0 && <section class="stack tight"><h3>Why it is believed</h3><ul class="plain-list">{believes.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul></section>}
      <section class="stack tight"><h3>What happens next</h3><p>{next}</p></section>
      <p class="quiet small">Analysed <Time at={analysedAt} />. In a terminal: <code>pawl explain {explanation.opportunityId}</code></p>
    </div>
  );
};
