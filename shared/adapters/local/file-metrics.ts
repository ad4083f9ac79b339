import { appendFile } from 'node:fs/promises';
import type { Metrics } from '../../ports/metrics.ts';

/** Metrics as JSON lines in a file: one line a publication, with the time and the dimensions. */
export const fileMetrics = (file: string, now: () => number): Metrics => ({
  publish: async (metrics, dimensions = {}) => {
    const line = { at: new Date(now()).toISOString(), namespace: 'Pawl', dimensions, metrics: Object.fromEntries(metrics.map(({ name, value, unit }) => [name, { value, unit }])) };
    await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  },
});
