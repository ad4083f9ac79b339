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

/**
 * Who calls what, how long and how often in the typical request: the order of waiting that most of the requests concerned have in common,
 * with mean times, calls of one shape in a row taken together. Where no order is known, only the calls concerned, from the beginning.
 */
export const requestCalls = (evidence: Evidence, window: EvidenceWindow): ExplainedCalls | undefined => {
  if (!speaksOfTime(evidence)) return undefined;
  const about = concernedBy(evidence);
  const isConcerned = (call: Shape): boolean => about.some(({ shape, method }) => shape === call.shape && method === call.method);
  const seen = new Map(window.calls.map((call) => [call.id, call]));
  const ids = new Set(window.calls.filter(isConcerned).map(({ id }) => id));
  const wait = window.waits.filter(({ order }) => ids.size === 0 || order.split(/[>|]/).some((id) => ids.has(id))).toSorted((a, b) => b.requests - a.requests)[0];
  if (wait !== undefined && wait.requests > 0) return inOrder(wait, seen, isConcerned);
  const called = [...seen.values()].filter(({ id }) => ids.has(id)).slice(0, MOST_CALLS);
  const [first] = called;
  if (first === undefined) return undefined;
  return {
    requests: first.requests,
    requestMs: tenths(first.requestUs / 1000 / Math.max(1, first.requests)),
    calls: called.map((call) => described(call, { times: 1, startMs: 0, ms: 0, together: false }, true)),
  };
};

const tenths = (ms: number): number => Math.round(ms * 10) / 10;

type Run = { id: string; times: number; startMs: number; ms: number; together: boolean };

const inOrder = (wait: SeenWait, seen: ReadonlyMap<string, SeenCalls>, isConcerned: (call: Shape) => boolean): ExplainedCalls => {
  const calls: ExplainedCall[] = [];
  let endMs = 0;
  for (const stage of stagesOf(wait)) {
    const startMs = endMs;
    for (const run of stage) {
      const call = seen.get(run.id);
      if (call === undefined) continue;
      const shown = described(call, { ...run, startMs }, isConcerned(call));
      calls.push(shown);
      endMs = Math.max(endMs, shown.startMs + shown.ms);
    }
  }
  const requestMs = wait.requestUs / 1000 / wait.requests;
  return { requests: wait.requests, requestMs: tenths(Math.max(requestMs, endMs)), calls: longest(calls) };
};

/** The stages of an order, each with what is waited for in it; neighbours that wait for one and the same shape are one. */
const stagesOf = (wait: SeenWait): Run[][] => {
  const stages: Run[][] = [];
  let index = 0;
  for (const stage of wait.order.split('>')) {
    const ids = stage.split('|');
    const runs: Run[] = [];
    for (const id of ids) {
      const ms = (wait.waitUs[index] ?? 0) / 1000 / wait.requests;
      index += 1;
      const same = runs.find((run) => run.id === id);
      if (same === undefined) runs.push({ id, times: 1, startMs: 0, ms, together: ids.length > 1 });
      else Object.assign(same, { times: same.times + 1, ms: Math.max(same.ms, ms) });
    }
    const [only] = runs;
    const [before, ...others] = stages.at(-1) ?? [];
    if (runs.length === 1 && only !== undefined && before !== undefined && others.length === 0 && before.id === only.id && !before.together && !only.together) {
      before.times += only.times;
      before.ms += only.ms;
    } else stages.push(runs);
  }
  return stages;
};

/** An order tells of the six longest waits only: where a request usually makes more such calls, all of them are counted. */
const described = (call: SeenCalls, run: Omit<Run, 'id'>, concerned: boolean): ExplainedCall => {
  const times = Math.max(run.times, quantileOfNumbers(call.perRequest, 0.5));
  const together = run.together || quantileOfNumbers(call.inFlight, 0.5) > 1;
  const all = call.callUs / 1000 / Math.max(1, call.requests);
  const ms = times > run.times || run.ms === 0 ? Math.max(run.ms, together ? all / Math.max(1, quantileOfNumbers(call.inFlight, 0.5)) : all) : run.ms;
  const [site] = call.sites;
  return {
    shape: cleanText(call.shape, 160),
    method: cleanText(call.method, 20),
    ...(site === undefined ? {} : { from: cleanText(`${site.functionName === undefined ? '' : `${site.functionName} `}${site.path}:${site.line}`, 160) }),
    times, startMs: tenths(run.startMs), ms: tenths(ms),
    how: together ? 'together' : times > 1 ? 'in-turn' : 'alone',
    concerned,
  };
};

/** At most ten: those concerned, then the longest, in order of start. */
const longest = (calls: readonly ExplainedCall[]): ExplainedCall[] => {
  const kept = new Set(calls.toSorted((a, b) => Number(b.concerned) - Number(a.concerned) || b.ms - a.ms).slice(0, MOST_CALLS));
  return calls.filter((call) => kept.has(call));
};
