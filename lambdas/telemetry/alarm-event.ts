import * as z from 'zod';
import type { TargetEvent } from '../../shared/domain/signal.ts';
import { functionNameIn, momentOf, type EventBridgeEvent } from './eventbridge-event.ts';

const AlarmDetail = z.object({
  alarmName: z.string(),
  state: z.object({ value: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']), timestamp: z.string().default('') }),
  configuration: z
    .object({
      metrics: z
        .array(z.object({ metricStat: z.object({ metric: z.object({ namespace: z.string().optional(), dimensions: z.record(z.string(), z.string()).default({}) }) }).optional() }))
        .default([]),
    })
    .default({ metrics: [] }),
});

/** An alarm's change of state. `functionNames`: the functions whose metrics it looks at, by the dimension `FunctionName`; none for a composite alarm. */
export type AlarmChange = { readonly functionNames: readonly string[]; readonly alarm: string; readonly event: TargetEvent };

/** The id follows from alarm, state and time of the change, so that a second delivery of it, under whatever id, is the same event. */
export const readAlarmChange = (event: EventBridgeEvent): AlarmChange | undefined => {
  const parsed = AlarmDetail.safeParse(event.detail);
  if (!parsed.success) return undefined;
  const { alarmName: alarm, state, configuration } = parsed.data;
  const at = momentOf(state.timestamp, event.time);
  const named = configuration.metrics.flatMap(({ metricStat }) => metricStat?.metric.dimensions['FunctionName'] ?? []);
  return {
    functionNames: [...new Set(named.map(functionNameIn))],
    alarm,
    event: { kind: 'alarm', id: `alarm ${alarm} ${state.value} ${at}`, at, alarm, state: state.value },
  };
};
