import type { DigestView } from '../../../shared/domain/views/digest-view.ts';
import { showEstimate, showSignedSeconds } from '../../../shared/rules/explaining/digest-markdown.ts';
import { showCount, showPercent } from '../../../shared/rules/explaining/figures.ts';
import { Html, html, type HtmlValue } from './html.ts';
import { MARK } from './mark.ts';
import { STYLES } from './styles.ts';

type Row = DigestView['kept'][number];

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const usd = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(2)}`;

const section = (title: string, body: HtmlValue): Html => html`<section><h2>${title}</h2>${body}</section>`;

const rowsTable = (caption: string, rows: readonly Row[]): Html =>
  html`<div class="scroll"><table><caption class="caption">${caption}</caption><thead><tr><th scope="col">What</th><th scope="col">Target</th><th scope="col">Written by</th><th scope="col">When</th></tr></thead><tbody>${rows.map(({ title, targetId, author, at, id, reason }) => html`<tr><td>${title}<br><small><code>${id}</code>${reason !== undefined && html` · ${reason}`}</small></td><td>${targetId}</td><td>${author ?? '–'}</td><td class="nowrap">${day(at)}</td></tr>`)}</tbody></table></div>`;

const some = (title: string, caption: string, rows: readonly Row[]): Html | false => rows.length > 0 && section(title, rowsTable(caption, rows));

const impact = ({ gained, prevented, totals, spent }: DigestView['ledger']): Html => html`
<p>Spent ${usd(spent.microUsd)}${spent.tokens > 0 && `, ${showCount(spent.tokens)} tokens of models`}.</p>
${gained.length === 0 ? html`<p>Nothing kept has been measured, so no gain is claimed.</p>` : html`<p>Callers waited ${showEstimate(totals.secondsSaved, showSignedSeconds)} less; failures spared: ${showEstimate(totals.failuresSpared, showCount)}.</p>
<div class="scroll"><table><caption class="caption">What was kept, at the rate of traffic while it was judged, with 95 % intervals</caption><thead><tr><th scope="col">What</th><th scope="col">p95 less</th><th scope="col" class="number">Requests since, about</th><th scope="col">Waiting saved</th></tr></thead><tbody>${gained.map((gain) => html`<tr><td>${gain.title}</td><td>${gain.latencyReductionPercent === undefined ? '–' : showEstimate(gain.latencyReductionPercent, showPercent)}</td><td class="number">${showCount(gain.requestsSince)}</td><td>${gain.secondsSaved === undefined ? '–' : showEstimate(gain.secondsSaved, showSignedSeconds)}</td></tr>`)}</tbody></table></div>`}
${prevented.length > 0 && html`<div class="scroll"><table><caption class="caption">What was taken back and had done harm: what one hour of it would have cost everybody</caption><thead><tr><th scope="col">What</th><th scope="col" class="number">Worse by</th><th scope="col">Failures</th><th scope="col">Waiting</th></tr></thead><tbody>${prevented.map((one) => html`<tr><td>${one.title}<br><small>${one.why}</small></td><td class="number">${showPercent(one.degradationPercent)}</td><td>${showEstimate(one.failuresPrevented, showCount)}</td><td>${one.secondsPrevented === undefined ? '–' : showEstimate(one.secondsPrevented, showSignedSeconds)}</td></tr>`)}</tbody></table></div>`}`;

/** The weekly digest as one self-contained page, like a cycle's report: no script, no request. */
export const digestPage = (digest: DigestView): string => {
  const { week, from, until, headline, cycles, kept, takenBack, notLetOut, waiting, untouched, ledger } = digest;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>Week ${week} · Pawl</title>
<style>${new Html(STYLES)}</style>
</head>
<body>
<header>
<p class="brand">${MARK}<span><b>Pawl</b> · week ${week}</span></p>
<h1>${headline}</h1>
<p class="muted">${day(from)} to ${day(until)} · ${cycles.run} ${cycles.run === 1 ? 'cycle' : 'cycles'}${cycles.failed > 0 && `, ${cycles.failed} failed`}${cycles.emergencies > 0 && `, ${cycles.emergencies} by alarm`}</p>
</header>
<main>
${some('Waits for a person', 'Since when, the longest first', waiting)}
${some('Kept', 'Proven in traffic', kept)}
${some('Taken back', 'By the judge, the guard, an alarm or a person', takenBack)}
${some('Not let out', 'Ended before any traffic', notLetOut)}
${untouched.length > 0 && section('Found, and not taken up', html`<ul>${untouched.map(({ title, targetId, priority, impactScore }) => html`<li>${title} <small>${targetId} · ${priority}, score ${showCount(impactScore)}</small></li>`)}</ul>`)}
${section('Cost and impact', impact(ledger))}
</main>
<footer><p>Times are UTC. Beside this page lies the same as JSON and as Markdown.</p></footer>
</body>
</html>
`.text;
};
