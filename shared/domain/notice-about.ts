import type { NoticeAbout, NoticeChannel } from './notice-channel.ts';
import type { Severity } from './opportunity.ts';

/** What a notice's key begins with, where it does not say itself what it is about. */
const BEGINNINGS = {
  'rolled-back#': 'rollback', 'reverted#': 'rollback', 'promoted#': 'promotion', 'approval': 'approval', 'budget-spent-': 'budget', 'models-': 'budget',
  'report ': 'report', 'digest ': 'report', 'cycle-failed#': 'report', 'emergency#': 'emergency', 'held#': 'deployment', 'deployment-refused#': 'deployment', 'gone-back#': 'rollback', '@pawl#stopped#': 'kill-switch', '@pawl#went-on#': 'kill-switch',
} as const satisfies Record<string, NoticeAbout>;

export type Told = { readonly key: string; readonly severity: Severity; readonly about?: NoticeAbout | undefined; readonly tenantId?: string | undefined };

/** What a notice is about. */
export const aboutOf = ({ key, about }: Pick<Told, 'key' | 'about'>): NoticeAbout => about ?? Object.entries(BEGINNINGS).find(([beginning]) => key.startsWith(beginning))?.[1] ?? 'other';

const ORDER = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];

/** Whether a channel wants a notice. One for tenants gets what is known to be theirs, and nothing else. Who wants to hear of rollbacks hears of the guard's too. */
export const isFor = ({ atLeast, about, tenants }: Pick<NoticeChannel, 'atLeast' | 'about' | 'tenants'>, notice: Told): boolean => {
  const what = aboutOf(notice);
  return (
    ORDER.indexOf(notice.severity) <= ORDER.indexOf(atLeast) &&
    (about === undefined || about.includes(what) || (what === 'guard' && about.includes('rollback'))) &&
    (tenants === undefined || (notice.tenantId !== undefined && tenants.includes(notice.tenantId)))
  );
};

/** Where on the page it can be looked at. `address`: the page's own. */
export const linkOf = (improvementId: string | undefined, address: string | undefined): string | undefined => {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const page = new URL(address);
  page.hash = improvementId === undefined ? '/' : `/improvements/${encodeURIComponent(improvementId)}`;
  return page.href;
};
