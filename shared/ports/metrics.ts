export type MetricUnit = 'Count' | 'Seconds' | 'None';

/** Publishes numbers about Pawl itself, under the names of docs/metrics.md. */
export interface Metrics {
  publish(metrics: readonly { readonly name: string; readonly value: number; readonly unit: MetricUnit }[], dimensions?: { readonly [name: string]: string }): Promise<void>;
}
