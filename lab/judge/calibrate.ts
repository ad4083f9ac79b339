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

type Phi = JudgeSettings['phi'];
const REPLAYS = 200;
const DAY_MINUTES = 24 * 60;

/** φ from 200 A/A replays of a release that lasts `minutes`: what a target with a long history would have. */
export function calibrateByReplays(seed: number, traffic: Traffic, settings: JudgeSettings, minutes = 60): Phi {
  let all = initialDispersion();
  for (let replay = 0; replay < REPLAYS; replay += 1) all = mergeDispersion(all, measureAA(seed + replay, identical(traffic), settings, minutes));
  return phiFrom(all);
}

/** φ as the product gets it when a target is adopted: a day of its own minutes split by environment, and one A/A release. */
export function calibrateAsShipped(seed: number, traffic: Traffic, settings: JudgeSettings, minutes = 60): Phi {
  const source = trafficOf(seededRandom(seed), identical(traffic));
  let splits = initialDispersion();
  for (let minute = 1; minute <= DAY_MINUTES; minute += 1) {
    const { a, b } = source.halves();
    splits = addHalves(splits, minute, a, b);
  }
  return phiFrom(splits, measureAA(seed + 1, identical(traffic), settings, minutes));
}

/** Both calibrations of one situation; as shipped for twenty targets, because one target's estimate is a matter of luck. */
export const calibrations = (seed: number, traffic: Traffic, settings: JudgeSettings, minutes: number): { replays: readonly Phi[]; shipped: readonly Phi[] } => ({
  replays: [calibrateByReplays(seed, traffic, settings, minutes)],
  shipped: Array.from({ length: 20 }, (_, target) => calibrateAsShipped(seed + 2 * target, traffic, settings, Math.min(60, minutes))),
});
