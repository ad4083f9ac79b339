import type { Dispersion } from '../../shared/rules/judge/dispersion.ts';
import { addHalves, initialDispersion, mergeDispersion, phiFrom } from '../../shared/rules/judge/dispersion.ts';
import type { JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { seededRandom } from './random.ts';
import type { Traffic } from './traffic.ts';
import { trafficOf } from './traffic.ts';

/** One A/A release as the judge would see it: 60 minutes at the weights of the settings, the canary identical. */
function measureAA(seed: number, traffic: Traffic, { weights, burnInMinutes }: JudgeSettings, minutes: number): Dispersion {
  const source = trafficOf(seededRandom(seed), traffic);
  let dispersion = initialDispersion();
  for (let minute = 1; minute <= minutes; minute += 1) {
    const { canary, stable } = source.minute(minute, minute <= burnInMinutes ? weights[0] : weights[1]);
    dispersion = addHalves(dispersion, minute, canary, stable);
  }
  return dispersion;
}

const identical = (traffic: Traffic): Traffic => ({ ...traffic, canaryLatency: 1, canaryFailures: traffic.stableFailures });

/** φ from 200 A/A replays of an hour: what a target with a long history would have. */
export function calibrateByReplays(seed: number, traffic: Traffic, settings: JudgeSettings, minutes = 60): { failures: number; latency: number } {
  let all = initialDispersion();
  for (let replay = 0; replay < 200; replay += 1) all = mergeDispersion(all, measureAA(seed + replay, identical(traffic), settings, minutes));
  return phiFrom(all);
}

/** φ as the product gets it when a target is adopted: a day of its own minutes split by environment, and one A/A release. */
export function calibrateAsShipped(seed: number, traffic: Traffic, settings: JudgeSettings, minutes = 60): { failures: number; latency: number } {
  const source = trafficOf(seededRandom(seed), identical(traffic));
  let splits = initialDispersion();
  for (let minute = 1; minute <= 24 * minutes; minute += 1) {
    const { a, b } = source.halves();
    splits = addHalves(splits, minute, a, b);
  }
  return phiFrom(splits, measureAA(seed + 1, identical(traffic), settings, minutes));
}
