import type { Estimate } from '../../domain/outcome.ts';
import type { DigestView } from '../../domain/views/digest-view.ts';
import { showCount, showPercent, showSeconds } from './figures.ts';
import { escapeMarkdown } from './escape-markdown.ts';

/** `12 (between 8 and 16)`, each number shown by `show`. */
export const showEstimate = ({ value, low, high }: Estimate, show: (value: number) => string): string => `${show(value)} (between ${show(low)} and ${show(high)})`;

export const showSignedSeconds = (seconds: number): string => (seconds < 0 ? `−${showSeconds(-seconds)}` : showSeconds(seconds));

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
const usd = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(2)}`;

/** The digest as Markdown. Titles and reasons are data: nothing in them is markup. */
export const digestMarkdown = ({ week, from, until, headline, cycles, kept, takenBack, notLetOut, waiting, untouched, ledger }: DigestView): string => {
  const list = (heading: string, rows: readonly { readonly title: string; readonly targetId: string; readonly id: string; readonly reason?: string | undefined }[]): string[] =>
    rows.length === 0 ? [] : ['', `## ${heading}`, '', ...rows.map(({ title, targetId, id, reason }) => `- **${escapeMarkdown(title)}** on ${escapeMarkdown(targetId)} (${id})${reason === undefined ? '' : `: ${escapeMarkdown(reason)}`}`)];
  const { spent, gained, prevented, totals } = ledger;
  return [
    `# Pawl, week ${week}`,
    '',
    `${day(from)} to ${day(until)}. ${headline} ${cycles.run} ${cycles.run === 1 ? 'cycle' : 'cycles'}${cycles.failed > 0 ? `, ${cycles.failed} failed` : ''}${cycles.emergencies > 0 ? `, ${cycles.emergencies} by alarm` : ''}.`,
    ...list('Waits for a person', waiting),
    ...list('Kept', kept),
    ...list('Taken back', takenBack),
    ...list('Not let out', notLetOut),
    ...list('Found, and not taken up', untouched),
    '',
    '## Cost and impact',
    '',
    `- Spent: ${usd(spent.microUsd)}${spent.tokens > 0 ? `, ${showCount(spent.tokens)} tokens` : ''}.`,
    ...(gained.length === 0 ? ['- Gained: nothing kept has been measured.'] : [
      `- Callers waited ${showEstimate(totals.secondsSaved, showSignedSeconds)} less; failures spared: ${showEstimate(totals.failuresSpared, showCount)}. Estimated from the rate of traffic while it was judged.`,
      ...gained.map(({ title, latencyReductionPercent, requestsSince }) => `  - ${escapeMarkdown(title)}: ${latencyReductionPercent === undefined ? 'p95 not measured' : `p95 ${showEstimate(latencyReductionPercent, showPercent)} less`}, about ${showCount(requestsSince)} requests since`),
    ]),
    ...(prevented.length === 0 ? [] : [
      `- Spared in one hour each, had it gone to everybody: failures ${showEstimate(totals.failuresPrevented, showCount)}, waiting ${showEstimate(totals.secondsPrevented, showSignedSeconds)}.`,
      ...prevented.map(({ title, why, degradationPercent }) => `  - ${escapeMarkdown(title)}: ${showPercent(degradationPercent)} worse. ${escapeMarkdown(why)}`),
    ]),
    '',
  ].join('\n');
};

