import type { HourlyCounts, LogPattern } from '../../../domain/log-patterns.ts';
import type { Finding, Severity } from '../../../domain/opportunity.ts';
import { redactMessage } from '../../clustering/mask.ts';
import { readableText, tokensOfForm, WILDCARD } from '../../clustering/template-tokens.ts';
import { affectedPerHour, confidenceOf, findingKey, type DetectionThresholds, type Detector } from '../detector.ts';
import type { EvidenceWindow } from '../evidence-window.ts';
import { busiestBefore, countIn, hourOf, totalOf } from '../logs/hourly-counts.ts';
import { similarity } from '../logs/message-words.ts';
import { chanceOfAtLeast, chanceOfNone, usualOf } from '../logs/rare-count.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** What is known for less than a day is not usual yet. */
const LEARNT_AFTER_MS = 24 * HOUR_MS;
/** A rarer chance than this: a thousand targets with sixty patterns, looked at each hour, raise about one false alarm in two years. */
const INCREDIBLE = 1e-9;
const TIMES_MORE = 3;
const BUSIER_THAN_EVER = 1.5;
/** Counts of log lines scatter at least so much more than chance alone would make them. */
const LEAST_DISPERSION = 0.1;
const FEWEST = { error: 5, warning: 10, info: 20 } as const;
const BURST_FEWEST = 20;
/** What is rarer than this an hour is taken to come so often. */
const FEWEST_EXPECTED = 0.5;
/** Templates that share so much are the same in other words, until the miner has seen enough of them to tell. */
const ALIKE = 0.6;
const LONGEST_TEXT = 160;
const QUIET_MS = 1_800_000;

type What = 'new' | 'burst' | 'gone';
type Seen = { readonly what: What; readonly count: number; readonly usualPerHour: number; readonly currentPerHour: number; readonly since: number; readonly consistency: number };
type Sight = (pattern: LogPattern, window: EvidenceWindow, thresholds: DetectionThresholds) => Seen | undefined;

/**
 * What the log says that it did not say before, far more often than before, or no longer. Nothing here knows where in the code a line
 * comes from or what it means, so no recipe takes it up: it is told, with what it looks like.
 * Gain: the share of requests that log it, at most a quarter for errors and a twentieth otherwise, since a line is a sign and no cost.
 */
export const detectLogPatterns: Detector = (window, thresholds) =>
  window.patterns.known.flatMap((pattern) => {
    const seen = sightings.map((sight) => sight(pattern, window, thresholds)).find((found) => found !== undefined);
    return seen === undefined || isRecurringException(pattern, window, thresholds) ? [] : [findingOf(pattern, seen, window)];
  });

/** The same lines are told as errors already, with their place. */
const isRecurringException = ({ cluster }: LogPattern, window: EvidenceWindow, { exceptionsPerHour }: DetectionThresholds): boolean =>
  window.errors.some(({ id, count }) => id === cluster && count / window.observedHours > exceptionsPerHour);

/** The complete hours before `hour` in which a pattern could have come, at most a day of them. */
const hoursBefore = (hours: HourlyCounts, hour: number, first: number): number[] => {
  const length = Math.max(0, Math.min(DAY_HOURS, hour - Math.max(first, hour - DAY_HOURS)));
  return Array.from({ length }, (_, index) => countIn(hours, hour - length + index));
};

const requestsBefore = ({ requests }: EvidenceWindow['patterns'], hour: number, hours: number): number[] => Array.from({ length: hours }, (_, index) => countIn(requests, hour - hours + index));

/** A warning or an error that was never logged before: a day after the target became known, or within the hour after a deployment. */
const isNew: Sight = (pattern, { patterns }) => {
  const { level, firstAt, lastAt, hours } = pattern;
  const { until, since, deployedAt, crowdedAt } = patterns;
  if (level === 'info' || until - lastAt > HOUR_MS || until - firstAt > LEARNT_AFTER_MS) return undefined;
  // Where patterns had to make room, one that comes again looks new.
  if (crowdedAt !== undefined && firstAt - crowdedAt < 8 * LEARNT_AFTER_MS) return undefined;
  const byDeployment = deployedAt !== undefined && firstAt >= deployedAt && firstAt - deployedAt <= HOUR_MS && deployedAt - since >= HOUR_MS;
  if (firstAt - since < LEARNT_AFTER_MS && !byDeployment) return undefined;
  const count = totalOf(hours);
  if (count < FEWEST[level] || patterns.known.some((other) => other.firstAt < firstAt && isAlike(other, pattern))) return undefined;
  const currentPerHour = count / Math.max(1, (until - firstAt) / HOUR_MS);
  return { what: 'new', count, usualPerHour: 0, currentPerHour, since: firstAt, consistency: level === 'error' ? 0.9 : 0.8 };
};

const wordsOf = ({ form, open = [] }: LogPattern): string[] => {
  const { texts } = tokensOfForm(form);
  return texts.map((text, index) => (open.includes(index) ? WILDCARD : text));
};

const isAlike = (a: LogPattern, b: LogPattern): boolean => similarity(wordsOf(a), wordsOf(b)) >= ALIKE;

/** This hour or the one before: at least three times the usual, by the traffic there is, more than any hour of the week, and not by chance. */
const isBurst: Sight = (pattern, { patterns }) => {
  const { hours, firstAt, level } = pattern;
  const { until } = patterns;
  // What is new is told as new for a day.
  if (until - firstAt < LEARNT_AFTER_MS) return undefined;
  for (const hour of [hourOf(until), hourOf(until) - 1]) {
    const count = countIn(hours, hour);
    const before = hoursBefore(hours, hour, hourOf(firstAt));
    // What comes once in a while as part of a job comes in a heap.
    if (level === 'info' && before.filter((one) => one > 0).length < before.length / 2) continue;
    const usual = usualOf(before, requestsBefore(patterns, hour, before.length), LEAST_DISPERSION);
    const asked = countIn(patterns.requests, hour);
    const expected = Math.max(usual.expect(1, asked), usual.perHour, FEWEST_EXPECTED);
    const busier = Math.max(1, expected / Math.max(usual.perHour, FEWEST_EXPECTED));
    if (count < BURST_FEWEST || count < TIMES_MORE * expected || count < BUSIER_THAN_EVER * busier * Math.max(busiestBefore(hours, hour), ...before)) continue;
    if (chanceOfAtLeast(count, expected, usual.dispersion) >= INCREDIBLE) continue;
    return { what: 'burst', count, usualPerHour: usual.perHour, currentPerHour: count, since: hour * HOUR_MS, consistency: level === 'info' ? 0.75 : 0.9 };
  }
  return undefined;
};

/** A regular line that is not seen for so long that its own rate makes it incredible, while requests go on. A warning that stays away is good news. */
const isGone: Sight = (pattern, { patterns }) => {
  const { level, hours, firstAt, lastAt, gapMs } = pattern;
  const { until, requests, deployedAt } = patterns;
  const silentMs = until - lastAt;
  if (level !== 'info' || lastAt - firstAt < LEARNT_AFTER_MS || silentMs < Math.max(HOUR_MS, TIMES_MORE * gapMs) || silentMs > LEARNT_AFTER_MS) return undefined;
  // Who deploys may well have changed what is logged.
  if (deployedAt !== undefined && deployedAt - lastAt < Math.max(QUIET_MS, 2 * gapMs) && lastAt - deployedAt < QUIET_MS) return undefined;
  const lastHour = hourOf(lastAt);
  const before = hoursBefore(hours, lastHour, hourOf(firstAt) + 1);
  const isSteady = before.length >= DAY_HOURS - 1 && before.every((count) => count > 0);
  if (!isSteady && lastAt - firstAt < 8 * LEARNT_AFTER_MS) return undefined;
  const asked = requestsBefore(patterns, lastHour, before.length);
  const usual = usualOf(before, asked, LEAST_DISPERSION / 10);
  // The hour in which it stopped counts for nothing: what was asked in it before and after is not told apart.
  const wholeHours = until / HOUR_MS - (lastHour + 1);
  let since = 0;
  for (let hour = lastHour + 1; hour <= hourOf(until); hour += 1) since += countIn(requests, hour);
  const usualRequests = asked.reduce((sum, count) => sum + count, 0) / Math.max(1, asked.length);
  if (wholeHours < 0.25 || since < 0.25 * usualRequests * wholeHours || chanceOfNone(usual.expect(wholeHours, since), usual.dispersion) >= INCREDIBLE) return undefined;
  return { what: 'gone', count: totalOf(hours), usualPerHour: usual.perHour, currentPerHour: 0, since: lastAt, consistency: 0.75 };
};

const sightings: readonly Sight[] = [isNew, isBurst, isGone];

const severityOf = ({ level }: LogPattern, what: What, share: number): Severity => {
  if (level === 'error') return what !== 'gone' && share >= 0.05 ? 'high' : 'medium';
  return level === 'warning' && share >= 0.05 ? 'medium' : 'low';
};

const findingOf = (pattern: LogPattern, seen: Seen, window: EvidenceWindow): Finding => {
  const { level, id, samples } = pattern;
  const perHour = seen.what === 'gone' ? seen.usualPerHour : seen.currentPerHour;
  const share = Math.min(1, perHour / Math.max(1, window.requestsPerHour));
  const template = redactMessage(readableText({ texts: wordsOf(pattern), spaced: tokensOfForm(pattern.form).spaced }), LONGEST_TEXT);
  return {
    kind: 'log-pattern',
    key: findingKey('log-pattern', [], `${seen.what} ${id}`),
    title: titleOf(template, level, seen),
    severity: severityOf(pattern, seen.what, share),
    confidence: confidenceOf(seen.consistency, seen.count, FEWEST[level] / 4),
    risk: 'high',
    gainPercent: Math.round(Math.min(level === 'error' ? 0.25 : 0.05, share) * 1000) / 10,
    affectedUsersPerHour: affectedPerHour(window, share),
    occurrencesPerDay: 24,
    evidence: { kind: 'log-pattern', what: seen.what, template, level, count: seen.count, usualPerHour: seen.usualPerHour, currentPerHour: seen.currentPerHour, since: seen.since, samples },
  };
};

const NAMES = { error: 'An error', warning: 'A warning', info: 'A line' } as const;

const titleOf = (template: string, level: LogPattern['level'], { what, count, usualPerHour, currentPerHour }: Seen): string => {
  const often = (perHour: number): string => (perHour >= 1 ? `${Math.round(perHour)} times an hour` : 'less than once an hour');
  if (what === 'new') return `${NAMES[level]} that was never logged before, ${count} times: ${template}`;
  if (what === 'burst') return `${NAMES[level]} is logged ${often(currentPerHour)}, usually ${often(usualPerHour)}: ${template}`;
  return `${NAMES[level]} that came ${often(usualPerHour)} is no longer logged: ${template}`;
};
