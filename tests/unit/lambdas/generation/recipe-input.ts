import type { CallEvidence, Evidence } from '../../../../shared/domain/evidence.ts';
import type { CodeSite } from '../../../../shared/domain/code-site.ts';
import { Opportunity, type OpportunityKind } from '../../../../shared/domain/opportunity.ts';
import { Target } from '../../../../shared/domain/target.ts';
import type { RecipeInput } from '../../../../lambdas/generation/recipe.ts';

/** A target with room for everything; each test varies what it is about. */
export function inputWith(files: ReadonlyMap<string, string>, opportunity: Opportunity, settings: ReadonlyMap<string, string> = new Map()): RecipeInput {
  const target = Target.parse({
    id: 'shop', functionName: 'shop', alias: 'live', shared: false, repository: { location: '/nowhere', branch: 'main', directory: '.' }, entry: settings.get('entry') ?? 'src/handler.ts', handlerExport: 'handler',
    test: { command: ['node', '--test'], runner: settings.get('runner') ?? 'node' }, limits: { timeoutSeconds: 6, memoryMb: 128, concurrency: 10 }, environment: {},
    autonomy: { recipe: 'autonomous', model: 'propose', person: 'approve' }, scope: [settings.get('scope') ?? '.'],
  });
  return { opportunity, target, tree: { commit: '0123abc', files, skipped: [] }, lessons: [], dependencies: undefined };
}

export function opportunityWith(kind: OpportunityKind, evidence: Evidence): Opportunity {
  return Opportunity.parse({
    id: 'o1', targetId: 'shop', kind, key: `${kind}:here`, title: 'Something', severity: 'high', confidence: 0.9, risk: 'low', gainPercent: 30, affectedUsersPerHour: 100, occurrencesPerDay: 24,
    evidence, systemWide: false, impactScore: 900, priority: 'medium', firstSeenAt: 1_700_000_000_000, lastSeenAt: 1_700_000_600_000,
  });
}

/** Eight calls of 12 ms each in a request of 120 ms, in two of five requests. */
export function callEvidence(sites: CodeSite[], changes: Partial<CallEvidence> = {}): CallEvidence {
  return {
    shape: 'GET upstream/items/{}', method: 'GET', sites, requests: 900, shareOfRequests: 0.4, callsPerRequest: { p50: 8, p95: 14 }, distinctKeysPerRequest: { p50: 8 }, repeatsPerRequest: 0,
    seenBeforeShare: 0.1, msPerCall: 12, msPerRequest: 96, requestMs: { p50: 120, p95: 190 }, concurrency: 1, ...changes,
  };
}

/** One wait of 40 ms for each site, in a request of 140 ms. `methods` may say what each of them is. */
export function waitsEvidence(sites: CodeSite[], settings: ReadonlyMap<string, string>): Evidence {
  const methods = (settings.get('methods') ?? '').split(' ');
  const calls = sites.map((site, index) => callEvidence([site], { shape: `GET upstream/${index}`, method: methods[index] || 'GET', callsPerRequest: { p50: 1, p95: 1 }, distinctKeysPerRequest: { p50: 1 }, msPerCall: 40, msPerRequest: 40, requestMs: { p50: 140, p95: 200 } }));
  return { kind: 'sequential-waits', calls, savableMs: 40 * Math.max(0, sites.length - 1), requestMs: { p50: 140, p95: 200 }, requests: 800, shareOfRequests: 0.5 };
}

/** One call of 30 ms in a request of 70 ms, nine of ten times for something asked before. */
export const repeatedCall = (sites: CodeSite[], settings: ReadonlyMap<string, string>): CallEvidence =>
  callEvidence(sites, {
    shape: settings.get('shape') ?? 'GET upstream/rates/{}', method: settings.get('method') ?? 'GET', callsPerRequest: { p50: 1, p95: 1 }, distinctKeysPerRequest: { p50: 1 },
    seenBeforeShare: Number(settings.get('seen') ?? 0.9), msPerCall: 30, msPerRequest: 30, requestMs: { p50: 70, p95: 110 },
  });

/** Forty calls that hung until the function's six seconds were over; usual answers take 90 ms at most. */
export const stall = (sites: CodeSite[], settings: ReadonlyMap<string, string>): Evidence => ({
  kind: 'stalled-call', shape: settings.get('shape') ?? 'GET geo/places/{}', method: settings.get('method') ?? 'GET', sites, stalls: 40, stalledMs: 5900, timeouts: 38, requests: 9000,
  usualP99Ms: Number(settings.get('p99') ?? 90),
});

/** A TypeError in every hundredth request. `message` is what it said. */
export const failures = (sites: CodeSite[], settings: ReadonlyMap<string, string>): Evidence => ({
  kind: 'errors', name: settings.get('name') ?? 'TypeError', template: 'Cannot read properties of undefined (reading <*>)', sites, count: 90, perHour: 45, requests: 9000,
  lastSeenAt: 1_700_000_000_000, samples: [settings.get('message') ?? "Cannot read properties of undefined (reading 'city')"],
});

/** A dependency that 800 of 10,000 requests call in vain, mostly at once, and that is as slow as ever. */
export const failingDependency = (sites: CodeSite[], settings: ReadonlyMap<string, string>): Evidence => dependency(sites, settings, { failed: 900, timedOut: Number(settings.get('timedOut') ?? 30), currentMs: { p50: 42, p95: 90 } });

/** A dependency whose answers take five times as long as before. */
export const slowDependency = (sites: CodeSite[], settings: ReadonlyMap<string, string>): Evidence => dependency(sites, settings, { currentMs: { p50: 200, p95: 450 } });

const dependency = (sites: CodeSite[], settings: ReadonlyMap<string, string>, changes: Partial<Extract<Evidence, { kind: 'dependency' }>>): Evidence => ({
  kind: 'dependency', shape: settings.get('shape') ?? 'GET upstream/items/{}', method: settings.get('method') ?? 'GET', sites, calls: Number(settings.get('calls') ?? 40_000), requests: 10_000, shareOfRequests: 0.8,
  failed: 0, timedOut: 0, usualMs: { p50: 40, p95: 85 }, currentMs: { p50: 40, p95: 85 }, shareOfTime: 0.6, since: 1_700_000_000_000, ...changes,
});

/** The p95 of all requests has doubled. */
export const slowLatency: Evidence = { kind: 'metric', metric: 'latencyP95Ms', baseline: 120, current: 240, changePercent: 100, since: 1_700_000_000_000, requests: 9000 };

/** Own time that grows with the square of the number of items. */
export const quadraticGrowth: Evidence = {
  kind: 'growth', exponent: { value: 2, low: 1.9, high: 2.1 }, measuredIn: 'items', requests: 3500, sizes: [8, 16, 32, 64, 128, 256, 512].map((size) => ({ size, requests: 500, ms: (size * size) / 500 })),
};

/** 1024 MB, of which a third at most is used. */
export const spareMemory: Evidence = { kind: 'memory', memorySizeMb: 1024, memoryUsedMb: 340, proposedMb: 512, requests: 40_000, usdPerMonth: { now: 40, proposed: 22 }, waitingShare: 0.8 };

/** `share` of the `metric`'s limit is in use. */
export const scarce = (settings: ReadonlyMap<string, string>): Evidence => ({
  kind: 'metric', metric: settings.get('metric') === 'durationUtilisation' ? 'durationUtilisation' : 'memoryUtilisation', baseline: 0.9, current: Number(settings.get('share') ?? 0.92), changePercent: 2, since: 1_700_000_000_000, requests: 9000,
});
