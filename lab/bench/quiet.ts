import { HARM_NAMES, injectHarm, summaryOf } from '../quiet/injected-harm.ts';
import { quietMonth } from '../quiet/quiet-month.ts';
import type { Bench } from './bench.ts';

/** Seeds that nothing was chosen on. */
const SEEDS = [9101, 9102, 9103] as const;
const METRICS = 1000;
const MUST = { alerts: 5, within15Percent: 95 } as const;
const SITUATIONS = [
  { name: '600 rpm, three weeks learned', rpm: 600, learnedDays: 21 },
  { name: '60 rpm, three weeks learned', rpm: 60, learnedDays: 21 },
  { name: '600 rpm, one day old', rpm: 600, learnedDays: 1 },
] as const;

const run: Bench['run'] = async ({ print, quick }) => {
  const services = quick ? 10 : METRICS / 10;
  const seeds = quick ? SEEDS.slice(0, 1) : SEEDS;
  print(`A month of ${services * 10} healthy metrics from their first minute on: seasons of day and week, growth, wandering load, nightly jobs, deployments, bursts, gaps, restarts.`);
  const months = seeds.map((seed) => ({ seed, ...quietMonth({ seed, services, days: 30 }) }));
  for (const { seed, alerts, points, seconds } of months) {
    print(`seed ${seed}: ${alerts.length} alerts in ${(points / 1e6).toFixed(1)} M points, ${Math.round(points / seconds).toLocaleString('en')} points/s with the simulation`);
    for (const alert of alerts) print(`  ${alert}`);
  }
  const quietAlerts = Math.max(...months.map(({ alerts }) => alerts.length));
  print(`most in a month: ${quietAlerts} (must: < ${MUST.alerts}): ${quietAlerts < MUST.alerts ? 'met' : 'MISSED'}`);

  const cases = quick ? 10 : 100;
  const figures: Record<string, number> = {};
  for (const { name, rpm, learnedDays } of SITUATIONS) {
    print('');
    print(`Each degradation at the size that matters, ${cases} services, ${name}, the evidence that ${METRICS} watched metrics ask for: found within 15 minutes, at the median minute.`);
    const found = injectHarm({ seed: SEEDS[0], services: cases, rpm, learnedDays, metricsWatched: METRICS });
    const rows = HARM_NAMES.map((harm) => ({ harm, ...summaryOf(found[harm]) }));
    for (const { harm, within15Percent, median } of rows) print(`  ${harm.padEnd(26)}${within15Percent.toFixed(0).padStart(4)} %${String(median).padStart(10)}`);
    if (rpm !== 600 || learnedDays < 7) continue;
    figures['foundWithin15Min'] = rows.reduce((sum, row) => sum + row.within15Percent, 0) / rows.length;
    figures['foundWithin15MinWorst'] = Math.min(...rows.map((row) => row.within15Percent));
    figures['medianMinutes'] = Math.max(...rows.map((row) => row.median));
    print(`  worst ${figures['foundWithin15MinWorst'].toFixed(0)} % (goal: ≥ ${MUST.within15Percent} %)`);
  }
  const [points, seconds] = months.reduce(([sum, time], month) => [sum + month.points, time + month.seconds], [0, 0]);
  return { figures: { quietAlerts, ...figures, pointsPerSecond: points / seconds }, settings: { seeds, metrics: services * 10, cases, unit: 'alerts a month, percent, minutes' } };
};

export const bench: Bench = { name: 'quiet', run };
