import type { AuditEntry } from '../../../shared/domain/audit.ts';
import type { Cycle } from '../../../shared/domain/cycle.ts';
import type { Explanation } from '../../../shared/domain/explanation.ts';
import type { Improvement } from '../../../shared/domain/improvement.ts';
import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import type { Release } from '../../../shared/domain/release.ts';
import type { CycleReport } from '../cycle-report-schema.ts';
import { showCount, showSeconds, showShare } from '../../../shared/rules/explaining/figures.ts';
import { bandFigure } from './band-figure.ts';
import { auditTable, costList, lessonsList, opportunitiesTable, phasesTable } from './cycle-tables.ts';
import { calibrationTables, thresholdProposals } from './experience-section.ts';
import { explanationSection } from './explanation-section.ts';
import { bestGain, headline } from './headline.ts';
import { Html, html } from './html.ts';
import { improvementSection } from './improvement-section.ts';
import { MARK } from './mark.ts';
import { releaseFigure } from './release-figure.ts';
import { STYLES } from './styles.ts';

/** What the page shows beyond the report's own numbers. Whatever is missing is left out. */
export type PageDetails = {
  readonly improvements: readonly Improvement[];
  readonly releases: readonly Release[];
  readonly opportunities: readonly Opportunity[];
  readonly audit: readonly AuditEntry[];
  /** Why opportunities were believed: as of the beginning of what was tried, else as last looked at. */
  readonly explanations?: readonly Explanation[];
};

/** The drawn charts by improvement and by opportunity, so that the slow part can be done (and timed) before the page is put together. */
export type PageFigures = ReadonlyMap<string, Html>;

/** Beyond the best so many, opportunities are explained in words: drawing takes longest of all. */
const MOST_DRAWN = 6;

const byScore = (explanations: readonly Explanation[]): Explanation[] => explanations.toSorted((a, b) => b.score.score - a.score.score);

/** Draws the charts of every release, and of the best opportunities. */
export const drawFigures = async ({ releases, explanations = [] }: Pick<PageDetails, 'releases' | 'explanations'>): Promise<PageFigures> => {
  const figures = new Map<string, Html>();
  for (const release of releases) figures.set(release.improvementId, await releaseFigure(release));
  for (const explanation of byScore(explanations).slice(0, MOST_DRAWN)) {
    const figure = await bandFigure(explanation);
    if (figure !== undefined) figures.set(explanation.opportunityId, figure);
  }
  return figures;
};

const tile = (label: string, value: string | number, tone = '', note?: string): Html =>
  html`<div class="${tone}"><dt>${label}</dt><dd>${value}${note !== undefined && html`<small>${note}</small>`}</dd></div>`;

const tiles = (report: CycleReport): Html => {
  const gain = bestGain(report);
  const percent = gain?.improvement.metrics?.improvement.latency_reduction_pct ?? null;
  return html`<dl class="tiles">
${tile('Opportunities found', report.opportunities_identified)}
${tile('Changes tried', report.improvements_attempted)}
${tile('Kept', report.improvements_deployed, report.improvements_deployed > 0 ? 'keep' : '')}
${tile('Taken back', report.improvements_rolled_back + report.improvements_inconclusive, report.improvements_rolled_back > 0 ? 'back' : '')}
${gain !== undefined && percent !== null && tile('Latency, 95th percentile', `${gain.before} → ${gain.after}`, 'gain keep', `${showShare(percent / 100)} less: ${gain.improvement.title}`)}
${report.total_impact > 0 && tile('Impact score kept', showCount(report.total_impact), 'gain', report.total_impact_measured === null ? undefined : `as measured ${showCount(report.total_impact_measured.value)}, between ${showCount(report.total_impact_measured.low)} and ${showCount(report.total_impact_measured.high)}`)}
</dl>`;
};

const STARTED = {
  schedule: 'by schedule',
  command: 'by a person',
  alarm: 'by an alarm',
  telemetry: 'by a critical opportunity',
  proposal: 'by a proposal',
  deployment: 'by a deployment',
} as const satisfies Record<Cycle['trigger'], string>;

const section = (title: string, body: Html | false): Html | false => body !== false && html`<section><h2>${title}</h2>${body}</section>`;

/** Puts the page together from what is known and drawn: one file without scripts that asks no network for anything. */
export const assembleCyclePage = (report: CycleReport, details: PageDetails, figures: PageFigures): string => {
  const sections = report.improvements.flatMap((each) => {
    const improvement = details.improvements.find(({ id }) => id === each.improvement_id);
    if (improvement === undefined) return [];
    const release = details.releases.find(({ improvementId }) => improvementId === each.improvement_id);
    return [improvementSection(each, improvement, release, figures.get(each.improvement_id))];
  });
  const explained = byScore(details.explanations ?? []).map((explanation) => explanationSection(explanation, figures.get(explanation.opportunityId)));
  const targets = report.target_ids.join(', ');
  const started = Object.entries(STARTED).find(([trigger]) => trigger === report.trigger)?.[1] ?? report.trigger;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>${headline(report)} ${targets} · Pawl</title>
<style>${new Html(STYLES)}</style>
</head>
<body>
<header>
<p class="brand">${MARK}<span><b>Pawl</b> · cycle report</span></p>
<h1>${headline(report)}</h1>
<p class="muted">${targets} · started <time datetime="${report.start_time}">${report.start_time.slice(0, 16).replace('T', ' ')} UTC</time> ${started} · took ${showSeconds(report.duration_seconds)}, of which ${showSeconds(report.active_seconds)} at work</p>
${report.failure !== null && html`<p class="verdict failed">${report.failure}</p>`}
${(report.not_protected ?? []).map(({ target_id: id, reason }) => html`<p class="verdict failed">${id}: ${reason}</p>`)}
${tiles(report)}
</header>
<main>
${section('What was tried', sections.length > 0 && html`${sections}`)}
${section('What was found', details.opportunities.length > 0 && html`${opportunitiesTable(details.opportunities)}${explained.length > 0 && html`<p class="caption">Each in full:</p>${explained}`}`)}
${section('What was learned', report.lessons.length > 0 && lessonsList(report))}
${section('How far claims can be trusted', calibrationTables(report))}
${section('Thresholds to think about', thresholdProposals(report))}
${section('Time against budget', report.phases.length > 0 && phasesTable(report))}
${section('Cost', costList(report))}
${section('Who did what', details.audit.length > 0 && auditTable(details.audit))}
</main>
<footer><p>Cycle <code>${report.cycle_id}</code>. Numbers are of this run. Times are UTC. Beside this page lies the same report as JSON.</p></footer>
</body>
</html>
`;
  return page.text;
};

/** The report of a cycle as one self-contained page: readable on a phone, printable, light and dark. */
export const renderCyclePage = async (report: CycleReport, details: PageDetails): Promise<string> => assembleCyclePage(report, details, await drawFigures(details));
