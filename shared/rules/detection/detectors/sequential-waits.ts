import type { Finding } from '../../../domain/opportunity.ts';
import { affectedPerHour, callEvidence, confidenceOf, findingKey, placeOf, severityOfGain, type DetectionThresholds, type Detector } from '../detector.ts';
import { isRead } from '../is-read.ts';
import type { EvidenceWindow, SeenCalls } from '../evidence-window.ts';
import { estimatedGain, sureOfGain } from '../gain/estimated-gain.ts';
import { chainsOf, gainOfOverlapping, savableMs, type Chain, type RowsOf } from '../gain/overlapping.ts';
import { quantileOfMs } from '../tally.ts';
import { isRepeatedCall } from './n-plus-one.ts';

/** Nothing in a timeline says whether the second call needs the first one's answer; only the code does. So this is never quite sure. */
const MOST_CONFIDENCE = 0.85;
const STRICTLY = 0.95;

/**
 * Two or more different reads that a request always makes strictly one after another, each at least `waitShare` of its time.
 * Gain: all but the longest could wait at the same time. Calls of an N+1 group are left to that detector; a write ends the row, since what
 * comes after it may depend on it.
 */
export const detectSequentialWaits: Detector = (window, thresholds) => {
  const rowsOf = worthwhileReads(window, thresholds);
  const found: { finding: Finding; ids: readonly string[] }[] = [];
  const chains = chainsOf(window.total.waits, rowsOf).filter((chain) => strictness(chain.ids, window) >= STRICTLY);
  for (const chain of chains.sort((a, b) => savableMs(b) * b.requests - savableMs(a) * a.requests)) {
    const told = found.some((other) => other.ids.filter((id) => chain.ids.includes(id)).length >= 2);
    const finding = told || chain.requests < thresholds.minRequests ? undefined : findingOf(chain, window, rowsOf);
    if (finding !== undefined && finding.gainPercent >= thresholds.minGainPercent) found.push({ finding, ids: chain.ids });
  }
  return found.map(({ finding }) => finding);
};

const findingOf = (chain: Chain, window: EvidenceWindow, rowsOf: RowsOf): Finding => {
  const share = Math.min(1, chain.requests / Math.max(1, window.total.records));
  const gain = estimatedGain(window, gainOfOverlapping(chain.ids, rowsOf));
  const calls = chain.ids.flatMap((id) => window.calls.filter((call) => call.id === id));
  const sites = calls[0]?.sites ?? [];
  const shapes = calls.map((call) => call.shape);
  return {
    kind: 'sequential-waits',
    key: findingKey('sequential-waits', sites, shapes.join(' then ')),
    title: `${shapes.join(', then ')}: one waits for the other, the first from ${placeOf(sites)}`,
    severity: severityOfGain(gain.gainPercent),
    confidence: sureOfGain(confidenceOf(MOST_CONFIDENCE * strictness(chain.ids, window), chain.requests, 10), gain),
    risk: 'low',
    ...gain,
    affectedUsersPerHour: affectedPerHour(window, share),
    occurrencesPerDay: Math.max(...calls.map((call) => call.hoursPerDay)),
    evidence: {
      kind: 'sequential-waits',
      calls: calls.map((call) => callEvidence(call, window)),
      savableMs: savableMs(chain),
      requestMs: { p50: quantileOfMs(chain.requestMs, 0.5), p95: quantileOfMs(chain.requestMs, 0.95) },
      requests: chain.requests,
      shareOfRequests: share,
    },
  };
};

const worthwhileReads = (window: EvidenceWindow, thresholds: DetectionThresholds): RowsOf => {
  const calls = new Map(window.calls.map((call): [string, SeenCalls] => [call.id, call]));
  return (wait) => {
    let row: { id: string; place: number }[] = [];
    const rows = [row];
    let place = 0;
    for (const stage of wait.order.split('>')) {
      const ids = stage.split('|');
      const at = place;
      place += ids.length;
      const call = calls.get(ids[0] ?? '');
      if (ids.length > 1 || call === undefined || isRepeatedCall(call, thresholds) || (wait.waitUs[at] ?? 0) < thresholds.waitShare * wait.requestUs) continue;
      if (isRead(call)) row.push({ id: call.id, place: at });
      else rows.push((row = []));
    }
    return rows;
  };
};

/** Of the requests in which all of these calls are seen, the share in which each waited for the one before. */
const strictness = (ids: readonly string[], window: EvidenceWindow): number => {
  const together = window.waits.filter((wait) => ids.every((id) => wait.order.split(/[>|]/).includes(id)));
  const strict = together.filter((wait) => {
    const stages = wait.order.split('>');
    const places = ids.map((id) => stages.indexOf(id));
    return places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? -1)));
  });
  const count = (waits: readonly { requests: number }[]): number => waits.reduce((sum, wait) => sum + wait.requests, 0);
  return count(strict) / Math.max(1, count(together));
};
