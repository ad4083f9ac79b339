import * as z from 'zod';
import { MetricName } from '../../shared/domain/metric-state.ts';
import { Moment } from './moment.ts';

/** One point of one metric: `timestamp,metric,value`, perhaps with `requests`, how many it was worked out from. */
export type MetricRow = { readonly at: number; readonly metric: MetricName; readonly value: number; readonly requests: number };

const USUAL_REQUESTS = 100;

const Row = z.object({ timestamp: Moment, metric: MetricName, value: z.coerce.number(), requests: z.coerce.number().nonnegative().catch(USUAL_REQUESTS) });

/** A row of `metrics.csv`, or why it is none. */
export const metricRow = (value: unknown): MetricRow | string => {
  const parsed = Row.safeParse(value);
  if (parsed.success) return { at: parsed.data.timestamp, metric: parsed.data.metric, value: parsed.data.value, requests: parsed.data.requests };
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is no point of a metric'}`.trim();
};
