import type { Finding } from '../../../domain/opportunity.ts';
import type { WaitTally } from '../../../domain/version-slice.ts';
import { affectedPerHour, callEvidence, confidenceOf, findingKey, isRead, placeOf, severityOfGain, type DetectionThresholds, type Detector } from '../detector.ts';
import { gainOfSaving } from '../call-gain.ts';
import type { EvidenceWindow, SeenCalls } from '../evidence-window.ts';
import { addTally, quantileOfMs } from '../tally.ts';
import { isRepeatedCall } from './n-plus-one.ts';

/** Nothing in a timeline says whether the second call needs the first one's answer; only the code does. So this is never quite sure. */
const MOST_CONFIDENCE = 0.85;
const STRICTLY = 0.95;

type Chain = { calls: SeenCalls[]; waitUs: number[] } & Omit<WaitTally, 'waitUs'>;

/**
 * Two or more different reads that a request always makes strictly one after another, each at least `waitShare` of its time.
 * Gain: all but the longest could wait at the same time. Calls of an N+1 group are left to that detector; a write ends the row, since what
 * comes after it may depend on it.
 */
export const detectSequentialWaits: Detector = (window, thresholds) => {
  const found: { finding: Finding; ids: string[] }[] = [];
  for (const chain of chainsOf(window, thresholds).sort((a, b) => savedUs(b) - savedUs(a))) {
    const ids = chain.calls.map((call) => call.id);
    const told = found.some((other) => other.ids.filter((id) => ids.includes(id)).length >= 2);
    const finding = told || chain.requests < thresholds.minRequests ? undefined : findingOf(chain, window);
    if (finding !== undefined && finding.gainPercent >= thresholds.minGainPercent) found.push({ finding, ids });
  }
  return found.map(({ finding }) => finding);
};

const savedUs = ({ waitUs }: Pick<Chain, 'waitUs'>): number => waitUs.reduce((sum, us) => sum + us, 0) - Math.max(0, ...waitUs);

const findingOf = (chain: Chain, window: EvidenceWindow): Finding => {
  const share = Math.min(1, chain.requests / Math.max(1, window.total.records));
  const savableMs = savedUs(chain) / 1000 / chain.requests;
  const gainPercent = gainOfSaving(window, chain, savableMs);
  const sites = chain.calls[0]?.sites ?? [];
  const shapes = chain.calls.map((call) => call.shape);
  return {
    kind: 'sequential-waits',
    key: findingKey('sequential-waits', sites, shapes.join(' then ')),
    title: `${shapes.join(', then ')}: one waits for the other, the first from ${placeOf(sites)}`,
    severity: severityOfGain(gainPercent),
    confidence: confidenceOf(MOST_CONFIDENCE * strictness(chain, window), chain.requests, 10),
    risk: 'low',
    gainPercent,
    affectedUsersPerHour: affectedPerHour(window, share),
    occurrencesPerDay: Math.max(...chain.calls.map((call) => call.hoursPerDay)),
    evidence: {
      kind: 'sequential-waits',
      calls: chain.calls.map((call) => callEvidence(call, window)),
      savableMs,
      requestMs: { p50: quantileOfMs(chain.requestMs, 0.5), p95: quantileOfMs(chain.requestMs, 0.95) },
      requests: chain.requests,
      shareOfRequests: share,
    },
  };
};

/** The rows of worthwhile reads, requests with the same row added up. */
const chainsOf = (window: EvidenceWindow, thresholds: DetectionThresholds): Chain[] => {
  const calls = new Map(window.calls.map((call) => [call.id, call]));
  const chains = new Map<string, Chain>();
  for (const wait of window.waits) {
    for (const row of rowsOf(wait, calls, thresholds)) {
      const key = row.calls.map((call) => call.id).join('>');
      const chain = chains.get(key) ?? { calls: row.calls, waitUs: row.waitUs.map(() => 0), requests: 0, requestUs: 0, requestMs: {} };
      chain.waitUs = chain.waitUs.map((us, index) => us + (row.waitUs[index] ?? 0));
      chain.requests += wait.requests;
      chain.requestUs += wait.requestUs;
      addTally(chain.requestMs, wait.requestMs);
      chains.set(key, chain);
    }
  }
  return [...chains.values()].filter((chain) => strictness(chain, window) >= STRICTLY);
};

const rowsOf = (wait: WaitTally & { order: string }, calls: ReadonlyMap<string, SeenCalls>, thresholds: DetectionThresholds): { calls: SeenCalls[]; waitUs: number[] }[] => {
  let row: { calls: SeenCalls[]; waitUs: number[] } = { calls: [], waitUs: [] };
  const rows = [row];
  let index = 0;
  for (const stage of wait.order.split('>')) {
    const ids = stage.split('|');
    const us = wait.waitUs[index] ?? 0;
    index += ids.length;
    const call = calls.get(ids[0] ?? '');
    if (ids.length > 1 || call === undefined || isRepeatedCall(call, thresholds) || us < thresholds.waitShare * wait.requestUs) continue;
    if (!isRead(call.method)) rows.push((row = { calls: [], waitUs: [] }));
    else {
      row.calls.push(call);
      row.waitUs.push(us);
    }
  }
  return rows.filter((one) => one.calls.length >= 2);
};

/** Of the requests in which all of these calls are seen, the share in which each waited for the one before. */
const strictness = (chain: Pick<Chain, 'calls'>, window: EvidenceWindow): number => {
  const ids = chain.calls.map((call) => call.id);
  const together = window.waits.filter((wait) => ids.every((id) => wait.order.split(/[>|]/).includes(id)));
  const strict = together.filter((wait) => {
    const stages = wait.order.split('>');
    const places = ids.map((id) => stages.indexOf(id));
    return places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? -1)));
  });
  const count = (waits: readonly { requests: number }[]): number => waits.reduce((sum, wait) => sum + wait.requests, 0);
  return count(strict) / Math.max(1, count(together));
};
