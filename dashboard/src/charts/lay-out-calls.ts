import type { ExplainedCall, ExplainedCalls } from '../../../shared/domain/explanation.ts';

/** More parts than these are not told apart. */
const MOST_PARTS = 24;

/** A call as a bar, in thousandths of the request; `parts`: how many calls in turn it shows. */
export type CallBar = { readonly call: ExplainedCall; readonly start: number; readonly width: number; readonly parts: number };

/** Where the bars of a request lie. `placed`: false where some call's place in the order is not known (its bar begins at the left). None leaves the picture. */
export const layOutCalls = ({ requestMs, calls }: ExplainedCalls): { readonly bars: readonly CallBar[]; readonly placed: boolean } => {
  const whole = Math.max(requestMs, ...calls.map(({ startMs = 0, ms }) => startMs + ms), 0.001);
  const bars = calls.map((call): CallBar => {
    const start = (1000 * (call.startMs ?? 0)) / whole;
    const width = Math.max(4, (1000 * call.ms) / whole);
    return { call, start: Math.min(start, 1000 - Math.min(width, 1000)), width: Math.min(width, 1000), parts: call.how === 'in-turn' ? Math.max(1, Math.min(MOST_PARTS, Math.round(call.times))) : 1 };
  });
  return { bars, placed: calls.every(({ startMs }) => startMs !== undefined) };
};
