import type { Explanation } from '../../shared/domain/explanation.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Target } from '../../shared/domain/target.ts';
import { explainOpportunity } from '../../shared/rules/explaining/explain-opportunity.ts';

const TARGET: Pick<Target, 'autonomy'> = { autonomy: { recipe: 'approve', model: 'approve', person: 'approve' } };
const STEP_SECONDS = 60;

/** An hour of latency that leaves its band after forty minutes, with a version that came after twenty. */
export const latencySeries = (from: number): NonNullable<Explanation['series']> => ({
  measure: 'p95 latency', unit: 'ms', from, to: from + 60 * 60_000, stepSeconds: STEP_SECONDS, bad: 'above', threshold: 216, since: from + 40 * 60_000, crossedAt: from + 41 * 60_000,
  points: Array.from({ length: 60 }, (_, index) => [index * STEP_SECONDS, (index < 40 ? 180 : 290) + 9 * Math.sin(index), 180, 150, 210]),
  marks: [{ at: from + 20 * 60_000, what: 'version 4' }],
});

/** One call made once, and one made in a loop. */
export const ONE_REQUEST: NonNullable<Explanation['calls']> = {
  requests: 600, requestMs: 90,
  calls: [
    { shape: 'GET customers/{}', method: 'GET', times: 1, startMs: 0, ms: 18, how: 'alone', concerned: false },
    { shape: 'GET products/{}', method: 'GET', from: 'withProducts src/orders.ts:31', times: 6, ms: 54, how: 'in-turn', concerned: true },
  ],
};

const SOURCE = `import { getProduct } from './catalogue.ts';\n\nexport async function withProducts(order: Order): Promise<OrderView> {\n  const lines: LineView[] = [];\n  for (const line of order.lines) {\n    lines.push({ ...line, product: await getProduct(line.productId) });\n  }`;

/** An explanation with everything that there can be in one. */
export const explained = (opportunity: Opportunity, at: number): Explanation => ({
  ...explainOpportunity({ opportunity, target: TARGET, lessons: [], at, sourceOf: () => `${'\n'.repeat(27)}${SOURCE}` }),
  series: latencySeries(at - 60 * 60_000),
  calls: ONE_REQUEST,
});
