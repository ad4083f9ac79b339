import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptyTargetState } from '../../shared/domain/target-state.ts';
import type { LogLine } from '../../shared/domain/signal.ts';
import { FOLD_DEFAULTS } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import { TargetStates } from '../../shared/store/target-states.ts';
import type { EmulatedLoop } from './emulated-loop.ts';
import { invocationAsLogged } from './logged-invocations.ts';
import { billOf, measuredCall, type Billing } from './measured-call.ts';
import { handlerOf } from './minute-at-rest.ts';
import { plus, times, type Usage } from '../../shared/rules/telemetry/usage.ts';

const MINUTE_MS = 60_000;
/** Longer than the delays that the spool is given in `emulatedLoop`. */
const SPOOL_SETTLES_MS = 2600;
/** Assumed: an invocation takes 100 ms, so that so many environments are busy. */
const SECONDS_AN_INVOCATION = 0.1;

/** Assumed: CloudWatch Logs hands on what an environment logged once a second. The one figure that the public documentation does not give, and the dearest. */
export const DELIVERIES_A_SECOND = 1;

const SAMPLED = 0.05;

export const environmentsAt = (perSecond: number): number => Math.max(1, Math.round(perSecond * SECONDS_AN_INVOCATION));

/** Of all targets' deliveries together, Lambda has X-Ray record the first of each second and a twentieth of the others; that cannot be set. */
export const tracesAMinute = (environments: number, { traced }: Billing): number => (traced.has('receive-logs') ? 60 * (1 + SAMPLED * (environments * DELIVERIES_A_SECOND - 1)) : 0);

const deliveryOf = (functionName: string, stream: string, lines: readonly Pick<LogLine, 'at' | 'message'>[], batch: number): object => {
  const logEvents = lines.map(({ at, message }, index) => ({ id: `3${String(at).padStart(15, '0')}${String(batch).padStart(20, '0')}${String(index).padStart(20, '0')}`, timestamp: at, message }));
  return { awslogs: { data: gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', owner: '1', logGroup: `/aws/lambda/${functionName}`, logStream: stream, subscriptionFilters: ['pawl'], logEvents })).toString('base64') } };
};

/** Gives a target the state of a day behind it: its size is what is read and written each minute. */
export const withADayBehindIt = async ({ store }: Pick<EmulatedLoop, 'store'>, targetId: string): Promise<number> => {
  const slices = 144;
  const perSlice = 60;
  const from = Date.now() - slices * 10 * MINUTE_MS;
  let state = emptyTargetState(targetId);
  for (let slice = 0; slice < slices; slice += 1) {
    const lines = Array.from({ length: perSlice }, (_, index) => index).flatMap((index): LogLine[] => {
      const at = from + slice * 10 * MINUTE_MS + index * 9000;
      const { stream, lines: said } = invocationAsLogged(slice * perSlice + index, at, index % 5);
      return said.map((line, place) => ({ ...line, stream, id: `${slice}-${index}-${place}` }));
    });
    state = foldPage(state, { lines, events: [], next: `s${slice}`, completeUntil: lines.at(-1)?.at ?? from }, FOLD_DEFAULTS).state;
  }
  const { cursor: _, ...held } = state;
  const states = new TargetStates(store);
  await states.save(held, [], (await states.get(targetId))?.version);
  return JSON.stringify(held).length;
};

export type MinuteOfTraffic = { readonly usage: Usage; readonly deliveries: number; readonly lines: number; readonly collectCpuMs: number; readonly stateBytes: number };

/** What a minute of a target's traffic costs beyond rest: its lines into the spool, and out of it into the state. Without what the target itself pays for its log. */
export const minuteOfTraffic = async (loop: EmulatedLoop, targetId: string, perSecond: number, rest: Usage, billing: Billing): Promise<MinuteOfTraffic> => {
  const { proxy } = loop;
  const stateBytes = await withADayBehindIt(loop, targetId);
  const receive = await handlerOf('../../lambdas/telemetry/receive-logs.handler.ts');
  const collect = await handlerOf('../../lambdas/telemetry/collect.handler.ts');
  await measuredCall(proxy, 'collect', collect, { everything: true });
  const environments = environmentsAt(perSecond);
  const from = Date.now();
  let number = 0;
  let deliveries = 0;
  let received: Usage = {};
  for (let second = 0; second < 60; second += 1) {
    for (let environment = 0; environment < environments; environment += 1) {
      const count = Math.max(1, Math.round((perSecond / environments) / DELIVERIES_A_SECOND));
      const batch = Array.from({ length: count }, () => invocationAsLogged((number += 1), from, environment));
      const [first] = batch;
      if (!first) continue;
      received = plus(received, billOf('receive-logs', await measuredCall(proxy, 'receive-logs', receive, deliveryOf(targetId, first.stream, batch.flatMap(({ lines }) => lines), (deliveries += 1))), billing));
    }
  }
  await sleep(SPOOL_SETTLES_MS);
  const read = await measuredCall(proxy, 'collect', collect, { everything: true });
  const lines = typeof read.answer === 'object' && read.answer !== null && 'lines' in read.answer && typeof read.answer.lines === 'number' ? read.answer.lines : 0;
  if (lines < number * 4) throw new Error(`Of ${number * 4} lines only ${lines} were read: the minute was not over.`);
  return { usage: plus(received, billOf('collect', read, billing), times(rest, -1), { traces: tracesAMinute(environments, billing) - (received.traces ?? 0) }), deliveries, lines, collectCpuMs: read.cpuMs, stateBytes };
};
