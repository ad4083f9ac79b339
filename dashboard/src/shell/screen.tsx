import { Empty } from '../components/empty.tsx';
import { PageHead } from '../components/page-head.tsx';
import { NowPage } from '../pages/now-page.tsx';
import { lazyPage } from './lazy-page.tsx';
import type { Route } from './route.ts';
import { addressOf } from './route.ts';

const ApprovalsPage = lazyPage(async () => (await import('../pages/approvals-page.tsx')).ApprovalsPage);
const OpportunitiesPage = lazyPage(async () => (await import('../pages/opportunities-page.tsx')).OpportunitiesPage);
const OpportunityPage = lazyPage(async () => (await import('../pages/opportunity-page.tsx')).OpportunityPage);
const AllImprovementsPage = lazyPage(async () => (await import('../pages/all-improvements-page.tsx')).AllImprovementsPage);
const ImprovementPage = lazyPage(async () => (await import('../pages/improvement-page.tsx')).ImprovementPage);
const TargetsPage = lazyPage(async () => (await import('../pages/targets-page.tsx')).TargetsPage);
const TargetPage = lazyPage(async () => (await import('../pages/target-page.tsx')).TargetPage);
const CyclesPage = lazyPage(async () => (await import('../pages/cycles-page.tsx')).CyclesPage);
const CyclePage = lazyPage(async () => (await import('../pages/cycle-page.tsx')).CyclePage);
const LedgerPage = lazyPage(async () => (await import('../pages/ledger-page.tsx')).LedgerPage);
const LessonsPage = lazyPage(async () => (await import('../pages/lessons-page.tsx')).LessonsPage);
const AuditPage = lazyPage(async () => (await import('../pages/audit-page.tsx')).AuditPage);
const SettingsPage = lazyPage(async () => (await import('../pages/settings-page.tsx')).SettingsPage);

/** The page that a route names. */
export const Screen = ({ route: { page, id, query } }: { readonly route: Route }) => {
  switch (page) {
    case 'now': return <NowPage />;
    case 'approvals': return <ApprovalsPage {...(id === undefined ? {} : { id })} />;
    case 'opportunities': return id === undefined ? <OpportunitiesPage query={query} /> : <OpportunityPage id={id} />;
    case 'improvements': return id === undefined ? <AllImprovementsPage query={query} /> : <ImprovementPage id={id} />;
    case 'targets': return id === undefined ? <TargetsPage /> : <TargetPage id={id} />;
    case 'cycles': return id === undefined ? <CyclesPage /> : <CyclePage id={id} />;
    case 'ledger': return <LedgerPage />;
    case 'lessons': return <LessonsPage query={query} />;
    case 'audit': return <AuditPage query={query} />;
    case 'settings': return <SettingsPage />;
    default: return <><PageHead title="Not there" /><Empty title="There is no such page"><a href={addressOf('now')}>What happens now</a></Empty></>;
  }
};
