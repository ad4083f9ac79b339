import { emulatedLoop, environmentOf } from '../cost/emulated-loop.ts';
import { minuteOfTicks } from '../cost/minute-at-rest.ts';
import type { Billing } from '../cost/measured-call.ts';
import { DELIVERIES_A_SECOND, environmentsAt, minuteOfTraffic, tracesAMinute, withADayBehindIt, type MinuteOfTraffic } from '../cost/minute-of-traffic.ts';
import { oneRelease } from '../cost/one-release.ts';
import { plus, times, UNITS, type Usage } from '../../shared/rules/telemetry/usage.ts';
import type { Bench } from './bench.ts';
import { PRICES, PRICES_AS_OF, usdOf } from '../../shared/rules/telemetry/prices.ts';

const DAYS = 365 / 12;
const MINUTES = DAYS * 24 * 60;
const TARGETS = 10;
/** At rest. */
const MINUTES_BETWEEN_LOOKS = 5;
/** Counted at these rates; the highest is drawn out from the one before it. */
const COUNTED_RATES = [1, 50] as const;
const DRAWN_RATE = 1000;

type Scenario = { readonly name: string; readonly usage: Usage };

const usdByUnit = (usage: Usage): Readonly<Record<string, number>> => Object.fromEntries(UNITS.map((unit): [string, number] => [unit, usdOf(unit, usage[unit] ?? 0)]));
const total = (usage: Usage): number => Object.values(usdByUnit(usage)).reduce((sum, usd) => sum + usd, 0);
const dollars = (usd: number): string => (usd === 0 ? '—' : usd < 0.005 ? '<0.01' : usd.toFixed(2));

/** From the higher counted rate: deliveries, objects and lines grow with the requests; the state is written once for each page of lines. */
const drawnOut = ({ usage: { traces: _, ...usage } }: MinuteOfTraffic, from: number, to: number, billing: Billing): Usage => plus(times(usage, to / from), { traces: tracesAMinute(environmentsAt(to), billing) });

const table = (scenarios: readonly Scenario[], print: (line: string) => void): void => {
  const width = Math.max(...scenarios.map(({ name }) => name.length)) + 2;
  const used = UNITS.filter((unit) => scenarios.some(({ usage }) => Math.abs(usdOf(unit, usage[unit] ?? 0)) >= 0.005));
  print('$ a month'.padEnd(20) + scenarios.map(({ name }) => name.padStart(width)).join(''));
  for (const unit of used) print(unit.padEnd(20) + scenarios.map(({ usage }) => dollars(usdOf(unit, usage[unit] ?? 0)).padStart(width)).join(''));
  print('together'.padEnd(20) + scenarios.map(({ usage }) => dollars(total(usage)).padStart(width)).join(''));
};

/** What Pawl costs on AWS a month: requests counted on the wire while the deployed functions' own code runs, at public prices. */
export const bench: Bench = {
  name: 'cost',
  run: async ({ print, quick }) => {
    const loop = await emulatedLoop();
    if ('missing' in loop) {
      print(`Not run: ${loop.missing}`);
      return { figures: {}, settings: { missing: loop.missing } };
    }
    const before = { ...process.env };
    try {
      Object.assign(process.env, environmentOf(loop));
      // The CDK takes seconds to load, and no other bench needs it.
      const { inventory } = await import('../cost/inventory.ts');
      const { own: standing, target, billing } = await inventory();
      // Minutes pass too quickly here for CloudWatch to be asked again.
      const each = plus(target, { metricsAsked: MINUTES / MINUTES_BETWEEN_LOOKS });
      await loop.addTarget('orders');
      await withADayBehindIt(loop, 'orders');
      const rest = await minuteOfTicks(loop, billing, quick ? 1 : 4);
      const minute = plus(...Object.values(rest.perMinute));
      const traffic = new Map<number, MinuteOfTraffic>();
      for (const rate of COUNTED_RATES) traffic.set(rate, await minuteOfTraffic(loop, 'orders', rate, rest.perMinute.collect, billing));
      const [low, high] = COUNTED_RATES.map((rate) => traffic.get(rate));
      if (!low || !high) throw new Error('A rate was not counted.');
      const release = await oneRelease(loop, billing);
      for (let more = 1; more < TARGETS; more += 1) {
        await loop.addTarget(`other-${more}`);
        await withADayBehindIt(loop, `other-${more}`);
      }
      const restOfTen = await minuteOfTicks(loop, billing, 1);

      const own = plus(standing, { customMetrics: rest.metrics.size, dynamoGbMonths: 0.01, s3GbMonths: 0.1 });
      const atRest = plus(own, each, times(minute, MINUTES));
      const ofTraffic = (usage: Usage): Usage => times(usage, MINUTES);
      const scenarios: Scenario[] = [
        { name: 'at rest', usage: atRest },
        { name: '1 request/s', usage: plus(atRest, ofTraffic(low.usage)) },
        { name: '+ a release a day', usage: plus(atRest, ofTraffic(low.usage), times(release.usage, DAYS)) },
        { name: '50 requests/s', usage: plus(atRest, ofTraffic(high.usage), times(release.usage, DAYS)) },
        { name: `${DRAWN_RATE} requests/s`, usage: plus(atRest, ofTraffic(drawnOut(high, COUNTED_RATES[1], DRAWN_RATE, billing)), times(release.usage, DAYS)) },
        { name: `${TARGETS} targets at rest`, usage: plus(own, times(each, TARGETS), times(plus(...Object.values(restOfTen.perMinute)), MINUTES)) },
        { name: `${TARGETS} at 1/s, released`, usage: plus(own, times(each, TARGETS), times(plus(...Object.values(restOfTen.perMinute)), MINUTES), times(plus(ofTraffic({ ...low.usage, traces: tracesAMinute(TARGETS * environmentsAt(1), billing) / TARGETS }), times(release.usage, DAYS)), TARGETS)) },
      ];
      table(scenarios, print);
      print('');
      print(`One target; from the third column on with a release a day for each target that is not at rest. us-east-1, prices of ${PRICES_AS_OF}; assumed and not looked up: ${UNITS.filter((unit) => PRICES[unit].source === 'assumed').join(', ')}.`);
      print(`Requests a minute at rest: ${Object.entries(rest.requests).map(([name, count]) => `${name} ${count.toFixed(1)}`).join(', ')}. A release: ${release.verdict} after ${release.minutesWatched} minutes, $${total(release.usage).toFixed(3)}.`);
      print(`Log deliveries: ${DELIVERIES_A_SECOND} a second from each busy environment is assumed; half as many would halve s3Puts, s3Gets and lambdaRequests of the traffic. ${DRAWN_RATE} requests/s are drawn out from ${COUNTED_RATES[1]}.`);
      print(`State of a target: ${Math.round(high.stateBytes / 1024)} KB. Reading a minute at 50 requests/s took ${Math.round(high.collectCpuMs)} ms of processor time (${high.lines} lines).`);
      const figures = Object.fromEntries(scenarios.map(({ name, usage }) => [`usd: ${name}`, total(usage)]));
      return {
        figures: { ...figures, usdOfARelease: total(release.usage), requestsAMinuteAtRest: Object.values(rest.requests).reduce((sum, count) => sum + count, 0), collectCpuMsAt50: high.collectCpuMs },
        settings: { region: 'us-east-1', pricesAsOf: PRICES_AS_OF, deliveriesASecond: DELIVERIES_A_SECOND, quick, usd: Object.fromEntries(scenarios.map(({ name, usage }) => [name, usdByUnit(usage)])), counted: { minuteAtRest: rest.perMinute, minuteAt1: low.usage, minuteAt50: high.usage, release: release.usage, standing } },
      };
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
      await loop.stop();
    }
  },
};
