/** What a month's bill counts, in the units that it is counted in. */
export const UNITS = [
  'lambdaRequests', 'lambdaGbSeconds', 'dynamoWrites', 'dynamoReads', 'dynamoGbMonths', 's3Puts', 's3Gets', 's3GbMonths', 'stateTransitions', 'customEvents',
  'logsGb', 'metricsAsked', 'customMetrics', 'alarms', 'dashboards', 'kmsKeys', 'kmsRequests', 'traces', 'snsRequests', 'emails',
] as const;
export type Unit = (typeof UNITS)[number];

/** Amounts by unit; what is absent is none. */
export type Usage = Readonly<Partial<Record<Unit, number>>>;

export const plus = (...usages: readonly Usage[]): Usage => {
  const sum: Partial<Record<Unit, number>> = {};
  for (const usage of usages) for (const unit of UNITS) if (usage[unit]) sum[unit] = (sum[unit] ?? 0) + usage[unit];
  return sum;
};

export const times = (usage: Usage, factor: number): Usage => Object.fromEntries(UNITS.flatMap((unit) => (usage[unit] ? [[unit, usage[unit] * factor]] : [])));
