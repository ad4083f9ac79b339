import type { Severity } from '../../../domain/opportunity.ts';
import { affectedPerHour, confidenceOf, findingKey, placeOf, type Detector } from '../detector.ts';
import type { SeenError } from '../evidence-window.ts';

const HOUR_MS = 3_600_000;

/** One error in twenty requests is an outage for many, one in five hundred is a defect everybody meets sooner or later. */
const severityOfRate = (share: number): Severity => (share >= 0.05 ? 'critical' : share >= 0.002 ? 'high' : 'medium');

/**
 * One error again and again: more than `exceptionsPerHour`, over the time really observed, at least `minExceptions` times, the last within
 * `exceptionRecentHours`. One defect is one finding: clusters of one name that say the same at one place in the source are taken together,
 * and are called what they were called first, so that a finding keeps its key while its template grows more general and its lines move.
 * Gain: the share of all failures that are this one.
 */
export const detectRecurringExceptions: Detector = (window, thresholds) =>
  byPlace(window.errors).flatMap((errors) => {
    const [first] = errors;
    const count = errors.reduce((sum, error) => sum + error.count, 0);
    const lastSeenAt = Math.max(...errors.map((error) => error.lastAt));
    const perHour = count / window.observedHours;
    const recent = window.now - lastSeenAt < thresholds.exceptionRecentHours * HOUR_MS;
    if (first === undefined || count < thresholds.minExceptions || perHour <= thresholds.exceptionsPerHour || !recent) return [];
    const share = Math.min(1, count / Math.max(1, window.total.requests));
    return [{
      kind: 'recurring-exception' as const,
      key: keyOf(first),
      title: `${first.name}: ${first.samples[0] ?? first.template}, ${Math.round(perHour)} an hour, at ${placeOf(first.sites.slice(0, 1))}`,
      severity: severityOfRate(share),
      confidence: confidenceOf(0.97, count, 1),
      risk: 'low' as const,
      gainPercent: Math.round(Math.min(1, count / Math.max(count, window.total.failures)) * 1000) / 10,
      affectedUsersPerHour: Math.min(perHour, affectedPerHour(window, share)),
      occurrencesPerDay: Math.max(...errors.map((error) => error.hoursPerDay)),
      evidence: {
        kind: 'errors' as const,
        name: first.name,
        template: first.template,
        sites: first.sites,
        count,
        perHour,
        requests: window.total.requests,
        lastSeenAt,
        samples: errors.flatMap((error) => error.samples).slice(0, 5),
      },
    }];
  });

const keyOf = ({ sites, name, key, template }: SeenError): string => findingKey('recurring-exception', sites, `${name} ${key ?? template}`);

const byPlace = (errors: readonly SeenError[]): SeenError[][] => {
  const groups = new Map<string, SeenError[]>();
  for (const error of errors) {
    const key = keyOf(error);
    groups.set(key, [...(groups.get(key) ?? []), error]);
  }
  return [...groups.values()];
};
