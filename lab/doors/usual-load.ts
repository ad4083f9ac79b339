import type { Filled } from './fill-store.ts';
import type { LoadPlan } from './load-plan.ts';

export type Asked = Pick<LoadPlan, 'url' | 'token'> & { readonly ask: (path: string) => Promise<{ readonly next?: string | undefined }> };

const PAGES = 12;

/** The cursors of a list as a reader who pages through it meets them. */
const pagesOf = async (path: string, ask: Asked['ask']): Promise<string[]> => {
  const paths = [path];
  for (let page = 1; page < PAGES; page += 1) {
    const { next } = await ask(paths.at(-1) ?? path);
    if (next === undefined) break;
    paths.push(`${path}&after=${encodeURIComponent(next)}`);
  }
  return paths;
};

/**
 * What people with the page open, agents and scripts ask for together: mostly how things stand, lists and what is behind them, now and then the heavy
 * ones (a week of minutes, the ledger of a month, the log).
 */
export const usualReads = async ({ improvementIds, opportunityIds, cycleIds }: Filled, ask: Asked['ask']): Promise<LoadPlan['reads']> => {
  const newest = improvementIds.toReversed();
  return [
    { name: 'status', weight: 18, paths: ['/v1/status'] },
    { name: 'list-improvements', weight: 14, paths: ['/v1/list-improvements?limit=50', '/v1/list-improvements?limit=50&state=awaiting-approval', '/v1/list-improvements?limit=50&targetId=orders', '/v1/list-improvements?limit=50&state=promoted&state=rolled-back'] },
    { name: 'list-improvements, further pages', weight: 8, paths: (await pagesOf('/v1/list-improvements?limit=50', ask)).slice(1) },
    { name: 'show-improvement', weight: 18, paths: newest.slice(0, 1000).map((id) => `/v1/show-improvement?improvementId=${id}`) },
    { name: 'list-targets', weight: 6, paths: ['/v1/list-targets'] },
    { name: 'show-target, a day', weight: 6, paths: ['orders', 'billing', 'portal'].map((id) => `/v1/show-target?targetId=${id}&hours=24`) },
    { name: 'show-target, a week', weight: 4, paths: ['orders', 'billing', 'portal'].map((id) => `/v1/show-target?targetId=${id}&hours=168`) },
    { name: 'list-opportunities', weight: 5, paths: ['/v1/list-opportunities?limit=100', '/v1/list-opportunities?limit=50&targetId=orders'] },
    { name: 'explain', weight: 5, paths: opportunityIds.map((id) => `/v1/explain?id=${id}`) },
    { name: 'list-approvals', weight: 4, paths: ['/v1/list-approvals'] },
    { name: 'read-ledger', weight: 3, paths: ['/v1/read-ledger?days=30', '/v1/read-ledger?days=7', '/v1/read-ledger?days=90'] },
    { name: 'list-cycles', weight: 3, paths: ['/v1/list-cycles?limit=50'] },
    { name: 'show-cycle', weight: 2, paths: cycleIds.toReversed().slice(0, 50).map((id) => `/v1/show-cycle?cycleId=${id}`) },
    { name: 'list-audit', weight: 2, paths: await pagesOf('/v1/list-audit?limit=50', ask) },
    { name: 'list-lessons', weight: 1, paths: ['/v1/list-lessons'] },
    { name: 'read-settings', weight: 1, paths: ['/v1/read-settings'] },
  ];
};

const DIFF = ['--- a/src/handler.ts', '+++ b/src/handler.ts', '@@ -1 +1 @@', '-export const handler = async () => ({ statusCode: 200, body: "old" });', '+export const handler = async () => ({ statusCode: 200, body: "new" });', ''].join('\n');

/** Pauses and goes on, looks without acting, asks people, proposes: on targets that do not stand in each other's way. */
export const usualWrites = ({ waitingIds }: Filled): LoadPlan['writes'] => [
  { name: 'pause', weight: 25, path: '/v1/pause', bodies: [{ targetId: 'portal' }] },
  { name: 'resume', weight: 25, path: '/v1/resume', bodies: [{ targetId: 'portal' }] },
  { name: 'start-cycle', weight: 20, path: '/v1/start-cycle', bodies: [{ targetIds: ['orders'], dryRun: true, windowHours: 6 }] },
  { name: 'ask-approval', weight: 20, path: '/v1/ask-approval', bodies: waitingIds.map((improvementId) => ({ improvementId, reason: 'It would be good to have this today' })) },
  { name: 'propose', weight: 10, path: '/v1/propose', bodies: [{ targetId: 'billing', title: 'Answer with new', change: { diff: DIFF } }] },
];
