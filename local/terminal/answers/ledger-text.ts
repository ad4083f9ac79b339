import type { LedgerView } from '../../../shared/domain/views/ledger-view.ts';
import { showEstimate, showSignedSeconds } from '../../../shared/rules/explaining/digest-markdown.ts';
import { showCount, showPercent } from '../../../shared/rules/explaining/figures.ts';
import { tableText } from './table-text.ts';

const usd = (microUsd: number): string => `$${(microUsd / 1e6).toFixed(2)}`;

/** Cost and impact, with the intervals in which the truth probably lies. */
export const ledgerText = ({ from, until, spent, gained, prevented, totals }: LedgerView): string =>
  [
    `${new Date(from).toISOString().slice(0, 10)} to ${new Date(until).toISOString().slice(0, 10)}: spent ${usd(spent.microUsd)}${spent.tokens > 0 ? `, ${showCount(spent.tokens)} tokens` : ''}.`,
    ...spent.byTarget.map(({ targetId, microUsd }) => `  ${targetId}: ${usd(microUsd)}`),
    ...(gained.length === 0 ? ['Nothing kept has been measured, so no gain is claimed.'] : [
      `Callers waited ${showEstimate(totals.secondsSaved, showSignedSeconds)} less; failures spared: ${showEstimate(totals.failuresSpared, showCount)}.`,
      tableText(gained.map(({ improvementId, title, latencyReductionPercent, requestsSince }) => [`  ${improvementId}`, title, latencyReductionPercent === undefined ? 'p95 not measured' : `p95 ${showEstimate(latencyReductionPercent, showPercent)} less`, `about ${showCount(requestsSince)} requests since`])),
    ]),
    ...(prevented.length === 0 ? [] : [
      `Taken back after measured harm; one hour each for everybody would have meant ${showEstimate(totals.failuresPrevented, showCount)} failures and ${showEstimate(totals.secondsPrevented, showSignedSeconds)} of waiting.`,
      tableText(prevented.map(({ improvementId, title, degradationPercent }) => [`  ${improvementId}`, title, `${showPercent(degradationPercent)} worse`])),
    ]),
  ].join('\n');
