import type { Finding, Priority, Risk, Severity } from '../../domain/opportunity.ts';

const SEVERITY_WEIGHT = { critical: 2, high: 1.5, medium: 1, low: 0.5 } as const satisfies Record<Severity, number>;
const RISK_WEIGHT = { low: 1, medium: 0.8, high: 0.5 } as const satisfies Record<Risk, number>;
const LOW_CONFIDENCE = 0.7;
const LOW_CONFIDENCE_WEIGHT = 0.5;

/** What a score is computed from. */
export type Scored = Pick<Finding, 'gainPercent' | 'affectedUsersPerHour' | 'occurrencesPerDay' | 'severity' | 'confidence' | 'risk'>;

/** Gain in percent × users affected an hour × occurrences a day, over 100 (requirements, "Impact Scoring": 30 % × 1000 × 24 = 7200). */
export const baseScore = ({ gainPercent, affectedUsersPerHour, occurrencesPerDay }: Scored): number => (gainPercent * affectedUsersPerHour * occurrencesPerDay) / 100;

/** The base score, weighted by severity (2, 1.5, 1, 0.5), halved below a confidence of 0.7, and lowered by risk (high 0.5, medium 0.8). */
export const impactScore = (finding: Scored): number =>
  baseScore(finding) * SEVERITY_WEIGHT[finding.severity] * (finding.confidence < LOW_CONFIDENCE ? LOW_CONFIDENCE_WEIGHT : 1) * RISK_WEIGHT[finding.risk];

const LEVELS = [['critical', 5000], ['high', 1000], ['medium', 100]] as const satisfies readonly (readonly [Priority, number])[];

/** Critical above 5000: at once; high above 1000: in the next cycle; medium above 100: when there is capacity; low: kept for later. */
export const priorityOf = (score: number): Priority => LEVELS.find(([, above]) => score > above)?.[0] ?? 'low';
