import type { CycleFacts } from '../../lambdas/reporting/cycle-report.ts';
import { lessonOf } from '../../lambdas/reporting/lesson.ts';
import { assessOutcome } from '../../lambdas/reporting/outcome.ts';
import type { PageDetails } from '../../lambdas/reporting/page/cycle-page.ts';
import type { Improvement, ImprovementState } from '../../shared/domain/improvement.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import { explained } from './explained-opportunity.ts';
import { simulateRelease, T0 } from './simulated-release.ts';

const SECOND = 1000;

export const N_PLUS_ONE: Opportunity = {
  id: 'opp-1',
  targetId: 'orders',
  kind: 'n-plus-one',
  key: 'n-plus-one src/order-view.ts GET catalogue/products/{}',
  title: 'One call per line of an order: GET catalogue/products/{}',
  severity: 'high',
  confidence: 0.97,
  risk: 'low',
  gainPercent: 58,
  affectedUsersPerHour: 4200,
  occurrencesPerDay: 24,
  evidence: {
    kind: 'calls',
    call: {
      shape: 'GET catalogue/products/{}',
      method: 'GET',
      sites: [{ path: 'src/order-view.ts', line: 31, column: 28, functionName: 'withProducts' }],
      requests: 6120,
      shareOfRequests: 0.62,
      callsPerRequest: { p50: 6, p95: 14 },
      distinctKeysPerRequest: { p50: 6 },
      repeatsPerRequest: 0.2,
      seenBeforeShare: 0.31,
      msPerCall: 13.4,
      msPerRequest: 84,
      requestMs: { p50: 112, p95: 236 },
      concurrency: 1,
    },
  },
  systemWide: false,
  impactScore: 58_464,
  priority: 'critical',
  firstSeenAt: T0 - 90 * SECOND,
  lastSeenAt: T0,
};

export const NULL_DEREFERENCE: Opportunity = {
  id: 'opp-2',
  targetId: 'orders',
  kind: 'recurring-exception',
  key: 'recurring-exception TypeError src/receipt.ts',
  title: 'TypeError: Cannot read properties of undefined (reading ‘city’)',
  severity: 'medium',
  confidence: 0.9,
  risk: 'low',
  gainPercent: 90,
  affectedUsersPerHour: 31,
  occurrencesPerDay: 24,
  evidence: {
    kind: 'errors',
    name: 'TypeError',
    template: 'Cannot read properties of undefined (reading <*>)',
    sites: [{ path: 'src/receipt.ts', line: 12, column: 9, functionName: 'shippingLine' }],
    count: 14,
    perHour: 31,
    requests: 9870,
    lastSeenAt: T0 - 2 * SECOND,
    samples: ['Cannot read properties of undefined (reading ‘city’)'],
  },
  systemWide: false,
  impactScore: 669.6,
  priority: 'medium',
  firstSeenAt: T0 - 80 * SECOND,
  lastSeenAt: T0,
};

const BEFORE = `import { getProduct } from './catalogue.ts';
import type { Order, OrderView } from './order.ts';

/** Adds to each line of an order the product it is about. */
export async function withProducts(order: Order): Promise<OrderView> {
  const lines = [];
  for (const line of order.lines) {
    const product = await getProduct(line.sku);
    lines.push({ ...line, product });
  }
  return { ...order, lines };
}
`;

const AFTER = BEFORE.replace('import { getProduct }', 'import { getProducts }').replace(
  `  const lines = [];
  for (const line of order.lines) {
    const product = await getProduct(line.sku);
    lines.push({ ...line, product });
  }
`,
  `  const products = await getProducts([...new Set(order.lines.map(({ sku }) => sku))]);
  const lines = order.lines.map((line) => ({ ...line, product: products.get(line.sku) }));
`,
);

const history = (start: number, states: readonly (readonly [ImprovementState, number])[]): Improvement['history'] => states.map(([state, second]) => ({ state, at: start + second * SECOND, by: 'pawl' }));

const base = { targetId: 'orders', cycleId: 'cyc-1', attempts: 1, systemWide: false, phaseMs: {} } as const;

/** A whole story as a cycle leaves it behind: one change kept, one taken back, one that found no remedy. Judged by the real judge on simulated load. */
export const reportFacts = (): { facts: CycleFacts; details: PageDetails } => {
  const kept = simulateRelease({ improvementId: 'imp-1', stable: { medianMs: 112, failureRate: 0.0006 }, candidate: { medianMs: 46, failureRate: 0.0006 }, claim: { on: 'latency', gain: 0.5 }, startsAt: T0 + 20 * SECOND, versions: ['3', '4'] });
  const slow = simulateRelease({ improvementId: 'imp-2', stable: { medianMs: 46, failureRate: 0.0006 }, candidate: { medianMs: 79, failureRate: 0.0006 }, startsAt: T0 + 70 * SECOND, versions: ['4', '5'] });
  const keptOutcome = assessOutcome(kept.release, kept.totals);
  const slowOutcome = assessOutcome(slow.release, slow.totals);
  const improvements: Improvement[] = [
    {
      ...base,
      id: 'imp-1',
      origin: 'opportunity',
      proposedBy: 'pawl',
      title: 'Fetch the products of an order in one call',
      state: 'promoted',
      stateSince: T0 + 50 * SECOND,
      createdAt: T0 + 2 * SECOND,
      opportunity: N_PLUS_ONE,
      remedy: {
        kind: 'patch',
        author: { kind: 'recipe', name: 'batch-calls' },
        title: 'Fetch the products of an order in one call',
        reason: 'withProducts asked the catalogue once per line, 6 times in the median request. The catalogue has a batch route, getProducts, which this uses instead. An unknown product is still undefined.',
        baseCommit: '4b1f0c2',
        files: [{ path: 'src/order-view.ts', before: BEFORE, after: AFTER }, { path: 'test/order-view-batch.test.ts', before: null, after: "import { test } from 'node:test';\n\ntest('asks once for all products', async () => {});\n" }],
        claim: { on: 'latency', gain: 0.5 },
        confidence: 0.9,
        risk: 'low',
      },
      report: {
        passed: true,
        quality: 0.96,
        coverageOfChangedLines: 1,
        testsPassed: 23,
        isolation: 'sandbox',
        digest: 'd1',
        checks: [
          { name: 'scope', status: 'passed', summary: '2 files, 14 changed lines, all inside src and test', findings: [], durationMs: 1 },
          { name: 'parse', status: 'passed', summary: 'no syntax errors', findings: [], durationMs: 9 },
          { name: 'types', status: 'passed', summary: 'no new diagnostics', findings: [], durationMs: 2140 },
          { name: 'complexity', status: 'passed', summary: 'withProducts 2 → 1', findings: [], durationMs: 3 },
          { name: 'tests', status: 'passed', summary: '23 passed, none missing', findings: [], durationMs: 1830 },
          { name: 'coverage', status: 'passed', summary: '6 of 6 changed lines ran', findings: [], durationMs: 0 },
          { name: 'package', status: 'skipped', summary: 'built already', findings: [{ message: 'The same digest as the last run.', advice: 'Nothing to do.', path: 'src/handler.ts', line: 1 }], durationMs: 0 },
        ],
      },
      ...(keptOutcome === undefined ? {} : { outcome: keptOutcome }),
      phaseMs: { generation: 640, validation: 4310, release: 820, watching: 26_000 },
      history: history(T0, [['queued', 2], ['generating', 3], ['validating', 4], ['releasing', 18], ['watching', 20], ['promoting', 48], ['promoted', 50]]),
    },
    {
      ...base,
      id: 'imp-2',
      origin: 'proposal',
      proposedBy: 'maria',
      title: 'Recompute the totals of every order for the audit',
      state: 'rolled-back',
      stateSince: T0 + 84 * SECOND,
      createdAt: T0 + 62 * SECOND,
      remedy: {
        kind: 'patch',
        author: { kind: 'person', name: 'maria' },
        title: 'Recompute the totals of every order for the audit',
        reason: 'The audit wants totals that do not depend on stored sums.',
        baseCommit: '9e88a01',
        files: [{ path: 'src/totals.ts', before: 'export const total = (order) => order.total;\n', after: 'export const total = (order) => recompute(order);\n' }],
        confidence: 0.5,
        risk: 'medium',
      },
      ending: { state: 'rolled-back', reason: 'Slower than tolerated.', by: 'judge' },
      ...(slowOutcome === undefined ? {} : { outcome: slowOutcome }),
      phaseMs: { validation: 3900, release: 700 },
      history: history(T0, [['queued', 62], ['validating', 63], ['releasing', 68], ['watching', 70], ['rolling-back', 82], ['rolled-back', 84]]),
    },
    {
      ...base,
      id: 'imp-3',
      origin: 'opportunity',
      proposedBy: 'pawl',
      title: NULL_DEREFERENCE.title,
      state: 'abstained',
      stateSince: T0 + 4 * SECOND,
      createdAt: T0 + 2 * SECOND,
      opportunity: NULL_DEREFERENCE,
      reason: 'The missing field has no fallback that the code itself shows, so a guess would change what customers see.',
      phaseMs: { generation: 210 },
      history: history(T0, [['queued', 2], ['generating', 3], ['abstained', 4]]),
    },
  ];
  const lessons = improvements.flatMap((improvement) => lessonOf(improvement, { id: `les-${improvement.id}`, at: T0 + 90 * SECOND }) ?? []);
  const facts: CycleFacts = {
    cycle: {
      id: 'cyc-1',
      targetIds: ['orders'],
      trigger: 'command',
      cause: 'pawl run',
      emergency: false,
      windowHours: 24,
      maxImprovements: 3,
      dryRun: false,
      state: 'completed',
      startedAt: T0,
      endedAt: T0 + 92 * SECOND,
      telemetryAnalyzed: { metrics: 94, logs: 31_220, events: 6 },
      opportunityIds: ['opp-1', 'opp-2'],
      improvementIds: ['imp-1', 'imp-2', 'imp-3'],
      phaseMs: { analysis: 420, reporting: 610 },
    },
    improvements,
    releases: [kept.release, slow.release],
    opportunities: [N_PLUS_ONE, NULL_DEREFERENCE],
    lessons,
    experience: [{ target: { id: 'orders' }, lessons }],
    cost: { whole: { llmTokens: 0, llmCostMicroUsd: 0, cloudwatchApiCalls: 0 }, byImprovement: {} },
    now: T0 + 92 * SECOND,
  };
  const audit: PageDetails['audit'] = [
    { targetId: 'orders', sequence: 1, at: T0 + 20 * SECOND, who: 'pawl', what: 'exposed', improvementId: 'imp-1', component: 'orders', previousVersion: '3', newVersion: '4', reason: 'all checks passed', previousHash: '', hash: 'a3f1c29b77de1045' },
    { targetId: 'orders', sequence: 2, at: T0 + 48 * SECOND, who: 'judge', what: 'promoted', improvementId: 'imp-1', component: 'orders', previousVersion: '3', newVersion: '4', reason: kept.verdict?.sentence ?? '', previousHash: 'a3f1c29b77de1045', hash: '5c0e88fa210b9d3e' },
    { targetId: 'orders', sequence: 3, at: T0 + 82 * SECOND, who: 'judge', what: 'rolled back', improvementId: 'imp-2', component: 'orders', previousVersion: '5', newVersion: '4', reason: 'performance_degradation', degradationPercentage: slowOutcome?.degradationPercent ?? 0, previousHash: '5c0e88fa210b9d3e', hash: 'ee12907bb04f6a11' },
  ];
  return { facts, details: { improvements, releases: facts.releases, opportunities: facts.opportunities, explanations: facts.opportunities.map((opportunity) => explained(opportunity, T0)), audit } };
};
