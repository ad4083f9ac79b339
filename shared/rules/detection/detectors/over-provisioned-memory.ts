import type { VersionSlice } from '../../../domain/version-slice.ts';
import { confidenceOf, type Detector } from '../detector.ts';
import { LAMBDA_PRICES, LEAST_MEMORY_MB, MB_PER_PROCESSOR } from '../lambda-prices.ts';

const FEWEST_REQUESTS = 1000;
/** A day, but for the minutes that are not read yet: what a day needs at its worst, it has needed. */
const LEAST_HOURS = 23.5;
const MOST_USED = 0.4;
const HEADROOM = 1.5;
const STEP_MB = 64;
const MOSTLY_WAITING = 0.6;
const HOURS_PER_MONTH = 730;
/** Less is not worth a release. */
const LEAST_USD_PER_MONTH = 1;
const FEWEST_TIMELINES = 50;

/**
 * Memory that is paid for and not used: over a week, and a day with a thousand requests of one version, never more than 40 % of what is configured. Half
 * as much again as the most that was used would do, in steps of 64 MB. Less memory is less processor too, so only where that costs little: above one whole
 * processor, of which single-threaded code uses no more, or where requests spend most of their time waiting for calls. What of their own
 * time gets longer is counted against the saving. Gain: the share of the cost of running that is saved; here the measure is cost, not
 * latency, and a saving under a dollar a month is none.
 */
export const detectOverProvisionedMemory: Detector = (window, thresholds) => {
  const { memorySizeMb, requests } = window.total;
  const memoryUsedMb = window.weekPeakMb ?? 0;
  if (requests < FEWEST_REQUESTS || window.observedHours < LEAST_HOURS || memoryUsedMb <= 0 || memoryUsedMb >= MOST_USED * memorySizeMb) return [];
  const waitingShare = waitingShareOf(window.total);
  const fits = Math.max(LEAST_MEMORY_MB, Math.ceil((memoryUsedMb * HEADROOM) / STEP_MB) * STEP_MB);
  const proposedMb = waitingShare !== undefined && waitingShare >= MOSTLY_WAITING ? fits : Math.max(fits, Math.ceil(MB_PER_PROCESSOR / STEP_MB) * STEP_MB);
  if (proposedMb >= memorySizeMb) return [];
  const perMonth = (memoryMb: number): number => {
    const slower = Math.max(1, Math.min(MB_PER_PROCESSOR, memorySizeMb) / Math.min(MB_PER_PROCESSOR, memoryMb));
    const seconds = (window.total.durationUs / 1e6) * ((waitingShare ?? 0) + (1 - (waitingShare ?? 0)) * slower);
    return ((seconds * memoryMb) / 1024 * LAMBDA_PRICES.usdPerGbSecond + requests * LAMBDA_PRICES.usdPerRequest) * (HOURS_PER_MONTH / window.observedHours);
  };
  const usdPerMonth = { now: perMonth(memorySizeMb), proposed: perMonth(proposedMb) };
  const saved = usdPerMonth.now - usdPerMonth.proposed;
  const gainPercent = Math.round((saved / usdPerMonth.now) * 1000) / 10;
  if (saved < LEAST_USD_PER_MONTH || gainPercent < thresholds.minGainPercent) return [];
  return [{
    kind: 'over-provisioned-memory',
    key: 'over-provisioned-memory::memory',
    title: `${memoryUsedMb} of ${memorySizeMb} MB are ever used: ${proposedMb} MB would save $${saved.toFixed(2)} a month`,
    severity: saved >= 100 ? 'medium' : 'low',
    confidence: confidenceOf(waitingShare === undefined ? 0.8 : 0.9, requests, 100),
    risk: 'medium',
    gainPercent,
    // Nobody who calls it feels it: what counts is that it is paid for all day.
    affectedUsersPerHour: 1,
    occurrencesPerDay: 24,
    evidence: { kind: 'memory', memorySizeMb, memoryUsedMb, proposedMb, requests, usdPerMonth, ...(waitingShare === undefined ? {} : { waitingShare }) },
  }];
};

const waitingShareOf = ({ own: [timelines, durationUs, ownUs] = [0, 0, 0] }: VersionSlice): number | undefined =>
  timelines < FEWEST_TIMELINES ? undefined : Math.max(0, 1 - ownUs / Math.max(1, durationUs));
