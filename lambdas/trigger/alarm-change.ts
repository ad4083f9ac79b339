import * as z from 'zod';
import { Instant } from '../../shared/domain/instant.ts';

/** One alarm's change of state. `functionName`: the Lambda function whose metric it watches, where it watches one. */
export const AlarmChange = z.object({
  alarm: z.string().min(1),
  arn: z.string().optional(),
  functionName: z.string().optional(),
  targetId: z.string().optional(),
  state: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  at: Instant,
  /** What the alarm says of itself. */
  reason: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
export type AlarmChange = z.infer<typeof AlarmChange>;

const Metric = z.object({ metricStat: z.object({ metric: z.object({ dimensions: z.record(z.string(), z.string()).default({}) }) }).optional() });

/** EventBridge's "CloudWatch Alarm State Change", as far as it is read. Composite alarms have no metrics. */
export const AlarmStateChangeEvent = z.object({
  time: z.string(),
  resources: z.array(z.string()).default([]),
  detail: z.object({
    alarmName: z.string().min(1),
    state: z.object({ value: AlarmChange.shape.state, reason: z.string().optional(), timestamp: z.string().optional() }),
    /** The alarm's tags, where tag propagation is switched on for it. */
    alarmTags: z.record(z.string(), z.string()).optional(),
    configuration: z.object({ metrics: z.array(Metric).default([]) }).optional(),
  }),
});
export type AlarmStateChangeEvent = z.infer<typeof AlarmStateChangeEvent>;

/** The change that an event tells of. The moment is the alarm's own, so that every delivery of it has the same. */
export const alarmChangeOf = ({ time, resources, detail }: AlarmStateChangeEvent): AlarmChange => {
  const { alarmName, state, configuration, alarmTags } = detail;
  const functionName = configuration?.metrics.map(({ metricStat }) => metricStat?.metric.dimensions['FunctionName']).find((name) => name !== undefined);
  const own = Date.parse(state.timestamp ?? '');
  const [arn] = resources;
  return {
    alarm: alarmName,
    ...(arn === undefined ? {} : { arn }),
    ...(functionName === undefined ? {} : { functionName }),
    state: state.value,
    at: Number.isNaN(own) ? Date.parse(time) : own,
    ...(state.reason === undefined ? {} : { reason: state.reason }),
    ...(alarmTags === undefined ? {} : { tags: alarmTags }),
  };
};
