import type { EmulatedLoop } from './emulated-loop.ts';
import { billOf, measuredCall, type Billing, type MeasuredCall } from './measured-call.ts';
import { plus, times, type Usage } from '../../shared/rules/telemetry/usage.ts';

export type Handler = (event: unknown, context: object) => Promise<unknown>;

/** What the minute rules invoke, with the event that they send. */
const TICKS = [
  { name: 'collect', module: '../../lambdas/telemetry/collect.handler.ts', event: {} },
  { name: 'watch', module: '../../lambdas/monitoring/watch.handler.ts', event: {} },
  { name: 'guard', module: '../../lambdas/monitoring/guard.handler.ts', event: {} },
  { name: 'alarm', module: '../../lambdas/trigger/alarm.handler.ts', event: { look: true } },
] as const;
export type TickName = (typeof TICKS)[number]['name'];

/** A function of the loop as it is deployed, loaded here: its environment must be set before. */
export const handlerOf = async (module: string): Promise<Handler> => ((await import(new URL(module, import.meta.url).href)) as { handler: Handler }).handler;

/** At rest a target is looked at with every fifth tick; the ticks between find nobody due. */
const MINUTES_A_ROUND = 5;

const eventOf = (name: TickName, event: object, minute: number): object => (name === 'collect' ? { everything: minute % MINUTES_A_ROUND === 0 } : event);

/** One minute of each tick, the mean of whole rounds after one to warm up; by function, with the metrics that they publish. */
export const minuteOfTicks = async ({ proxy }: EmulatedLoop, billing: Billing, rounds: number): Promise<{ readonly perMinute: Readonly<Record<TickName, Usage>>; readonly requests: Readonly<Record<TickName, number>>; readonly metrics: ReadonlySet<string> }> => {
  const calls: Record<TickName, MeasuredCall[]> = { collect: [], watch: [], guard: [], alarm: [] };
  for (const { name, module, event } of TICKS) {
    const handler = await handlerOf(module);
    await measuredCall(proxy, name, handler, eventOf(name, event, 0));
    for (let minute = 0; minute < rounds * MINUTES_A_ROUND; minute += 1) calls[name].push(await measuredCall(proxy, name, handler, eventOf(name, event, minute)));
  }
  const mean = (name: TickName): Usage => times(plus(...calls[name].map((call) => billOf(name, call, billing))), 1 / calls[name].length);
  return {
    perMinute: { collect: mean('collect'), watch: mean('watch'), guard: mean('guard'), alarm: mean('alarm') },
    requests: Object.fromEntries(Object.entries(calls).map(([name, each]) => [name, each.reduce((sum, { requests }) => sum + requests.length, 0) / each.length])) as Record<TickName, number>,
    metrics: new Set(Object.values(calls).flatMap((each) => each.flatMap(({ metrics }) => metrics))),
  };
};
