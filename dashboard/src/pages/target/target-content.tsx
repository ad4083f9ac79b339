import type { JSX } from 'preact';
import type { AutonomyLevel } from '../../../../shared/domain/target.ts';
import type { TargetDetail } from '../../../../shared/domain/views/target-view.ts';
import { HealthChart } from '../../charts/health-chart.tsx';
import { Button } from '../../components/button.tsx';
import { Time } from '../../components/time.tsx';
import { milliseconds, number, percent } from '../../components/numbers.ts';
import { addressOf } from '../../shell/route.ts';
import { RoutingLine } from './routing-line.tsx';
import { TargetHead } from './target-head.tsx';
import { TargetOpportunities } from './target-opportunities.tsx';
import './target.css';

const SPANS = [[3, '3 hours'], [24, 'a day'], [72, '3 days'], [168, 'a week']] as const;
const LEVELS = { observe: 'look only', propose: 'may propose', approve: 'with a yes', autonomous: 'by itself' } as const satisfies Record<AutonomyLevel, string>;
const AUTHORS = { recipe: 'Recipes', model: 'Models', person: 'People' } as const;

type Props = { readonly detail: TargetDetail; readonly hours: number; readonly setHours: (hours: number) => void; readonly isLoading: boolean };

export const TargetContent = ({ detail: { target, series, moments, opportunities }, hours, setHours, isLoading }: Props): JSX.Element => {
  const { health, autonomy, routing, tenants = {}, watching, lastPromotedCommit, usdADay } = target;
  return (
    <div class="stack loose">
      <TargetHead target={target} />
      <section class="card stack" aria-labelledby="target-health">
        <div class="row">
          <h2 id="target-health">Health</h2>
          <div class="row push spans" role="group" aria-label="Time that is shown">{SPANS.map(([span, name]) => <Button key={span} isSmall aria-pressed={span === hours} isBusy={isLoading && span === hours} onClick={() => setHours(span)}>{name}</Button>)}</div>
        </div>
        {health && <p class="quiet">Last minutes until <Time at={health.until} />: {health.p95Ms === undefined ? '' : `p95 ${milliseconds(health.p95Ms)}, `}{percent(health.failureRate)} failed, {number(health.requestsPerMinute)} requests/min.</p>}
        {series.points.length === 0
          ? <p class="note">There is no telemetry of this time. When the target is called through its alias, its minutes appear here after about two minutes.</p>
          : <HealthChart series={series} moments={moments} />}
      </section>
      <div class="cards">
        <section class="card stack tight" aria-labelledby="target-routing">
          <h2 id="target-routing">What serves</h2>
          <dl class="facts">
            <dt>All callers</dt><dd><RoutingLine routing={routing} /></dd>
            {Object.entries(tenants).map(([tenant, route]) => [<dt key={`${tenant}-name`}>{tenant}</dt>, <dd key={tenant}><RoutingLine routing={route} /></dd>])}
            {watching && [<dt key="watching">Canary</dt>, <dd key="watching-what"><a href={addressOf('improvements', watching.improvementId)}>{watching.improvementId}</a>{watching.exposedAt !== undefined && <>, first traffic <Time at={watching.exposedAt} /></>}</dd>]}
            {lastPromotedCommit !== undefined && [<dt key="commit">Last promoted</dt>, <dd key="commit-name" class="mono" title={lastPromotedCommit}>{lastPromotedCommit.slice(0, 12)}</dd>]}
            {usdADay !== undefined && [<dt key="usd">Costs</dt>, <dd key="usd-value">${usdADay.toFixed(2)} a day, list prices</dd>]}
          </dl>
        </section>
        <section class="card stack tight" aria-labelledby="target-autonomy">
          <h2 id="target-autonomy">What is allowed</h2>
          <dl class="facts">{(['recipe', 'model', 'person'] as const).map((author) => [<dt key={`${author}-name`}>{AUTHORS[author]}</dt>, <dd key={author}>{LEVELS[autonomy[author]]} <span class="quiet">({autonomy[author]})</span></dd>])}</dl>
          <p class="quiet small">System-wide changes always ask for a yes.</p>
        </section>
      </div>
      <TargetOpportunities opportunities={opportunities} all={Math.max(target.opportunities, opportunities.length)} targetId={target.id} />
    </div>
  );
};
