import type { Latency } from './latency.ts';
import { account, delivery, loyalty, payment, product, rate } from './records.ts';

/** What a route may read of a request. `id` is the path's second segment. */
export interface Asked {
  id: string;
  query: URLSearchParams;
}

export interface Route {
  latency: Latency;
  /** Some routes now and then accept a request and do not answer it for a long time. */
  stalls?: boolean;
  /** The answer's body, or undefined for 404. */
  answer: (asked: Asked, settings: { missingRate: number }) => unknown;
}

/** By `METHOD resource`, with `/{}` where the path names one record. */
export type RouteTable = Readonly<Record<string, Route>>;

export const CATALOGUE: RouteTable = {
  'GET products/{}': { latency: { medianMs: 12, sigma: 0.3 }, answer: ({ id }) => product(id) },
  'GET products': {
    latency: { medianMs: 18, sigma: 0.3 },
    answer: ({ query }) => ({ products: (query.get('skus') ?? '').split(',').flatMap((sku) => product(sku) ?? []) }),
  },
  'GET deliveries/{}': { latency: { medianMs: 20, sigma: 0.3 }, answer: ({ id }) => delivery(id) },
  'GET storefront': { latency: { medianMs: 55, sigma: 0.25 }, answer: () => ({ notice: 'Free delivery this week' }) },
};

export const PAYMENTS: RouteTable = {
  'GET accounts/{}': { latency: { medianMs: 15, sigma: 0.3 }, answer: ({ id }, { missingRate }) => account(id, missingRate) },
  'GET payments/{}': { latency: { medianMs: 15, sigma: 0.3 }, answer: ({ id }) => payment(id) },
  'GET rates/{}': { latency: { medianMs: 44, sigma: 0.25 }, answer: ({ id }) => rate(id) },
  'GET loyalty/{}': { latency: { medianMs: 10, sigma: 0.3 }, stalls: true, answer: ({ id }) => loyalty(id) },
  'POST authorisations': { latency: { medianMs: 16, sigma: 0.3 }, answer: () => ({ reference: 'auth-1' }) },
};
