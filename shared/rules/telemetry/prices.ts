import type { Unit } from './usage.ts';

export type Price = { readonly usd: number; readonly per: number; readonly page: string; readonly note?: string };

/** When the table was put together. Prices are those of us-east-1, on demand, without any free tier or savings plan. */
export const PRICES_AS_OF = '2026-11-21';

/**
 * Public prices, each with the page that names it. `read`: the figure was read in a copy of that page or in a dated account of it;
 * `assumed`: from memory of the page, not looked up.
 */
export const PRICES: Readonly<Record<Unit, Price & { readonly source: 'read' | 'assumed' }>> = {
  lambdaRequests: { usd: 0.2, per: 1e6, page: 'aws.amazon.com/lambda/pricing', source: 'read' },
  lambdaGbSeconds: { usd: 0.0000133334, per: 1, page: 'aws.amazon.com/lambda/pricing', note: 'arm64, first tier', source: 'read' },
  dynamoWrites: { usd: 0.625, per: 1e6, page: 'aws.amazon.com/dynamodb/pricing/on-demand', source: 'read' },
  dynamoReads: { usd: 0.125, per: 1e6, page: 'aws.amazon.com/dynamodb/pricing/on-demand', source: 'read' },
  dynamoGbMonths: { usd: 0.25 + 0.2, per: 1, page: 'aws.amazon.com/dynamodb/pricing/on-demand', note: 'storage and point-in-time recovery', source: 'assumed' },
  s3Puts: { usd: 0.005, per: 1000, page: 'aws.amazon.com/s3/pricing', note: 'PUT, COPY, POST, LIST', source: 'read' },
  s3Gets: { usd: 0.0004, per: 1000, page: 'aws.amazon.com/s3/pricing', source: 'read' },
  s3GbMonths: { usd: 0.023, per: 1, page: 'aws.amazon.com/s3/pricing', source: 'assumed' },
  stateTransitions: { usd: 0.025, per: 1000, page: 'aws.amazon.com/step-functions/pricing', source: 'read' },
  customEvents: { usd: 1, per: 1e6, page: 'aws.amazon.com/eventbridge/pricing', note: 'events of AWS services are free', source: 'assumed' },
  logsGb: { usd: 0.5, per: 1, page: 'aws.amazon.com/cloudwatch/pricing', note: 'ingestion', source: 'read' },
  metricsAsked: { usd: 0.01, per: 1000, page: 'aws.amazon.com/cloudwatch/pricing', note: 'GetMetricData, by metric', source: 'assumed' },
  customMetrics: { usd: 0.3, per: 1, page: 'aws.amazon.com/cloudwatch/pricing', note: 'by metric and month, in proportion to the hours in which it is published', source: 'read' },
  alarms: { usd: 0.1, per: 1, page: 'aws.amazon.com/cloudwatch/pricing', note: 'by metric that it looks at', source: 'read' },
  dashboards: { usd: 3, per: 1, page: 'aws.amazon.com/cloudwatch/pricing', source: 'read' },
  kmsKeys: { usd: 1, per: 1, page: 'aws.amazon.com/kms/pricing', source: 'assumed' },
  kmsRequests: { usd: 0.03, per: 10_000, page: 'aws.amazon.com/kms/pricing', source: 'assumed' },
  traces: { usd: 5, per: 1e6, page: 'aws.amazon.com/xray/pricing', note: 'recorded', source: 'read' },
  snsRequests: { usd: 0.5, per: 1e6, page: 'aws.amazon.com/sns/pricing', source: 'assumed' },
  emails: { usd: 2, per: 100_000, page: 'aws.amazon.com/sns/pricing', source: 'assumed' },
};

export const usdOf = (unit: Unit, amount: number): number => (amount / PRICES[unit].per) * PRICES[unit].usd;
