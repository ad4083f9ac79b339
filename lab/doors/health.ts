import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Line = z.object({ at: z.number(), rssMb: z.number(), heapMb: z.number(), externalMb: z.number(), cpuSeconds: z.number(), delayP99Ms: z.number(), delayMaxMs: z.number() });
export type HealthLine = z.infer<typeof Line>;

/** What `tell-health.ts` wrote between two moments. */
export const healthIn = (file: string, from: number, until: number): HealthLine[] =>
  readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => Line.parse(JSON.parse(line))).filter(({ at }) => at >= from && at <= until);

/** By how much something grows a minute: the least-squares line through all its points. */
export const growthPerMinute = (points: readonly { readonly at: number; readonly value: number }[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const [at, value] = [mean(points.map((point) => point.at)), mean(points.map((point) => point.value))];
  const spread = points.reduce((sum, point) => sum + (point.at - at) ** 2, 0);
  return spread === 0 ? 0 : (points.reduce((sum, point) => sum + (point.at - at) * (point.value - value), 0) / spread) * 60_000;
};
