import type { ImprovementRow } from '../../../shared/domain/views/improvement-row.ts';
import type { PageOf } from '../../../shared/domain/views/page-of.ts';
import type { TargetDetail, TargetView } from '../../../shared/domain/views/target-view.ts';
import { modelSpendingLines } from '../../../shared/commands/model-spending.ts';
import type { StatusView } from '../../../shared/commands/reads/status.ts';
import { showCount, showInstant, showMs, showShare } from '../../../shared/rules/explaining/figures.ts';
import { oneLine } from '../visible-text.ts';
import { tableText } from './table-text.ts';

type Routing = TargetView['routing'];

const routingText = (routing: Routing): string => (routing === undefined ? 'nothing runs here, so what serves is not known' : servedText(routing));

const servedText = ({ version, additional }: NonNullable<Routing>): string => `version ${version}${additional ? `, and ${Math.round(additional.weight * 100)} % on version ${additional.version}` : ''}`;

/** A target in a few lines: what serves, how it does, what is the matter. */
export const targetText = ({ id, routing, tenants = {}, pausedBy, notProtected, lastPromotedCommit, health, opportunities, usdADay }: TargetView): string =>
  [
    `${id}: ${routingText(routing)}${pausedBy ? `, paused by ${pausedBy}` : ''}${lastPromotedCommit ? `, last promoted commit ${lastPromotedCommit.slice(0, 10)}` : ''}${usdADay === undefined ? '' : `, costs $${usdADay.toFixed(3)} a day to look after`}`,
    ...Object.entries(tenants).map(([tenant, own]) => `  ${tenant}: ${routingText(own)}`),
    ...(health === undefined ? [] : [`  ${Math.round(health.requestsPerMinute)} requests/min, p50 ${showMs(health.p50Ms)}, p95 ${showMs(health.p95Ms)}, ${showShare(health.failureRate)} failed`]),
    ...(notProtected === undefined ? [] : [`  ${notProtected}`]),
    ...(opportunities === 0 ? [] : [`  ${opportunities} ${opportunities === 1 ? 'opportunity' : 'opportunities'}: pawl list-opportunities`]),
  ].join('\n');

/** Improvements, one a line. */
export const improvementsText = (rows: readonly ImprovementRow[]): string => tableText(rows.map(({ id, state, targetId, title }) => [id, state, targetId, title]));

const MOST_MOMENTS = 10;

/** A target with its last hours: how it went in numbers, what came and went, what was found. */
export const targetDetailText = ({ target, series, moments, opportunities }: TargetDetail): string => {
  const requests = series.points.reduce((sum, [, count]) => sum + count, 0);
  const failures = series.points.reduce((sum, [, , count]) => sum + count, 0);
  const p95 = series.points.flatMap(([, , , , ms]) => ms ?? []).sort((a, b) => a - b);
  return [
    targetText(target),
    `  since ${showInstant(series.from)}: ${showCount(requests)} requests, ${showShare(requests === 0 ? undefined : failures / requests)} failed${p95.length === 0 ? '' : `, p95 of a period between ${showMs(p95[0])} and ${showMs(p95.at(-1))}, in the middle ${showMs(p95[Math.floor(p95.length / 2)])}`}`,
    ...moments.slice(-MOST_MOMENTS).map(({ at, what, improvementId }) => `  ${showInstant(at)}  ${what}${improvementId === undefined ? '' : `  ${improvementId}`}`),
    ...opportunities.map(({ id, priority, impactScore, title }) => `  ${priority} ${showCount(impactScore)}  ${oneLine(title)} (${id})`),
  ].join('\n');
};

/** What is going on: everything stopped first, then what waits for a person, the targets, the last improvements. */
export const statusText = ({ targets, awaiting, recent, stopped, models }: StatusView): string =>
  [
    ...(stopped === undefined ? [] : [`EVERYTHING IS STOPPED by ${stopped.by}: ${oneLine(stopped.reason)}. \`pawl go-on\` ends it.`]),
    ...(awaiting.length === 0 ? [] : [`${awaiting.length} ${awaiting.length === 1 ? 'waits' : 'wait'} for a person: pawl list-approvals`]),
    ...targets.map(targetText),
    recent.length === 0 ? 'No improvement yet.' : improvementsText(recent),
    ...modelSpendingLines(models),
  ].join('\n');

export const targetsPage = ({ items, next }: PageOf<TargetView>): string => [...items.map(targetText), ...(next === undefined ? [] : [`More: --after ${next}`])].join('\n');
