import type { Evidence } from '../../domain/evidence.ts';
import type { ExplainedCall, ExplainedCalls } from '../../domain/explanation.ts';
import type { EvidenceWindow, SeenCalls, SeenWait } from '../detection/evidence-window.ts';
import { quantileOfNumbers } from '../detection/tally.ts';
import { cleanText } from './clean-text.ts';

const MOST_CALLS = 10;

type Shape = { readonly shape: string; readonly method: string };

/** The calls that an evidence is about. */
const concernedBy = (evidence: Evidence): readonly Shape[] => {
  if (evidence.kind === 'calls') return [evidence.call];
  if (evidence.kind === 'sequential-waits') return evidence.calls;
  return evidence.kind === 'dependency' || evidence.kind === 'stalled-call' ? [evidence] : [];
};

/** Kinds of evidence that a picture of one request says something about. */
const speaksOfTime = (evidence: Evidence): boolean =>
  concernedBy(evidence).length > 0 || evidence.kind === 'growth' || ((evidence.kind === 'metric' || evidence.kind === 'trend') && ['latencyP50Ms', 'latencyP95Ms', 'durationUtilisation'].includes(evidence.metric));

/** A call that so large a share of all requests makes belongs to the picture of any of them. */
const NEARLY_ALL = 0.8;

/**
 * Who calls what, how long and how often in the typical request of those concerned, with mean times. Calls made once stand in the order of
 * waiting that most of these requests have in common; where in a request its repeated calls lie is not recorded, so they have no start.
 */
export const requestCalls = (evidence: Evidence, window: EvidenceWindow): ExplainedCalls | undefined => {
  if (!speaksOfTime(evidence)) return undefined;
  const about = concernedBy(evidence);
  const concerned = window.calls.filter((call) => about.some(({ shape, method }) => shape === call.shape && method === call.method));
  const ids = new Set(concerned.map(({ id }) => id));
  const wait = window.waits.filter(({ order }) => ids.size === 0 || idsOf(order).some((id) => ids.has(id))).toSorted((a, b) => b.requests - a.requests)[0];
  const inTurn = wait === undefined || wait.requests === 0 ? [] : inOrder(wait, new Map(window.calls.map((call) => [call.id, call])), ids);
  const placed = new Set(wait === undefined ? [] : idsOf(wait.order));
  const unplaced = window.calls
    .filter((call) => !placed.has(call.id) && (ids.has(call.id) || call.requests >= NEARLY_ALL * Math.max(1, window.total.records)))
    .map((call) => described(call, { ms: call.callUs / 1000 / Math.max(1, call.requests) / inFlight(call), together: inFlight(call) > 1 }, ids.has(call.id)));
  const calls = longest([...inTurn, ...unplaced]);
  if (calls.length === 0) return undefined;
  const typical = wait ?? concerned[0] ?? { requests: window.total.requests, requestUs: window.total.durationUs };
  const meanMs = typical.requestUs / 1000 / Math.max(1, typical.requests);
  return { requests: typical.requests, requestMs: tenths(Math.max(meanMs, ...calls.map(({ startMs = 0, ms }) => startMs + ms))), calls };
};

const idsOf = (order: string): string[] => order.split(/[>|]/);
const tenths = (ms: number): number => Math.round(ms * 10) / 10;
const inFlight = (call: SeenCalls): number => Math.max(1, quantileOfNumbers(call.inFlight, 0.5));

/** The calls of an order of waiting: a stage begins when the one before has ended. */
const inOrder = (wait: SeenWait, seen: ReadonlyMap<string, SeenCalls>, concerned: ReadonlySet<string>): ExplainedCall[] => {
  let index = 0;
  let startMs = 0;
  return wait.order.split('>').flatMap((stage) => {
    const waits = stage.split('|').map((id) => ({ id, ms: (wait.waitUs[index++] ?? 0) / 1000 / wait.requests }));
    const beganMs = startMs;
    startMs += Math.max(...waits.map(({ ms }) => ms));
    return waits.flatMap(({ id, ms }) => {
      const call = seen.get(id);
      return call === undefined ? [] : [described(call, { startMs: beganMs, ms, together: waits.length > 1 }, concerned.has(id))];
    });
  });
};

const described = (call: SeenCalls, { startMs, ms, together }: { startMs?: number; ms: number; together: boolean }, concerned: boolean): ExplainedCall => {
  const times = startMs === undefined ? Math.max(1, quantileOfNumbers(call.perRequest, 0.5)) : 1;
  const [site] = call.sites;
  return {
    shape: cleanText(call.shape, 160),
    method: cleanText(call.method, 20),
    ...(site === undefined ? {} : { from: cleanText(`${site.functionName === undefined ? '' : `${site.functionName} `}${site.path}:${site.line}`, 160) }),
    times,
    ...(startMs === undefined ? {} : { startMs: tenths(startMs) }),
    ms: tenths(ms),
    how: together ? 'together' : times > 1 ? 'in-turn' : 'alone',
    concerned,
  };
};

/** At most ten: those concerned, then the longest, in the order they came in. */
const longest = (calls: readonly ExplainedCall[]): ExplainedCall[] => {
  const kept = new Set(calls.toSorted((a, b) => Number(b.concerned) - Number(a.concerned) || b.ms - a.ms).slice(0, MOST_CALLS));
  return calls.filter((call) => kept.has(call));
};
