import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Badge, RiskBadge } from '../components/badge.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { duration } from '../components/numbers.ts';
import { PageHead } from '../components/page-head.tsx';
import { Since, Time } from '../components/time.tsx';
import { addressOf } from '../shell/route.ts';
import { ApprovalDetail } from './approvals/approval-detail.tsx';

/** What waits for a yes: all of it, or one with the diff beside the decision. */
export const ApprovalsPage = ({ id }: { readonly id?: string }) => {
  const list = useRead('list-approvals', {}, ({ type }) => type === 'improvement');
  if (id !== undefined) return <ApprovalDetail key={id} id={id} others={list.value?.items.filter((one) => one.id !== id) ?? []} />;
  return (
    <>
      <PageHead title="Approvals" says="What waits for a person. A yes is bound to exactly what you read." />
      <Answer of={list} lines={8}>
        {({ items }) => (items.length === 0
          ? <Empty title="Nothing waits for you"><p>When an improvement needs a yes it appears here, and whoever is told by mail or chat gets a link to it.</p></Empty>
          : (
            <div class="card flush">
              <DataTable caption="What expires first stands first" rows={items.toSorted((a, b) => (a.awaits.expiresAt ?? Infinity) - (b.awaits.expiresAt ?? Infinity))} rowKey={(one) => one.id} columns={[
                { label: 'Improvement', cell: (one) => <><a href={addressOf('approvals', one.id)}>{one.title}</a><p class="quiet small">{one.awaits.needed}</p></> },
                { label: 'You', cell: ({ awaits }) => (awaits.may ? <Badge tone="wait" icon="hand">May decide</Badge> : <><Badge icon="minus">May not</Badge>{awaits.why ? <p class="quiet small">{awaits.why}</p> : null}</>) },
                { label: 'Target', cell: ({ targetId, tenantId, systemWide }) => `${targetId}${tenantId ? ` for ${tenantId}` : ''}${systemWide ? ', system-wide' : ''}` },
                { label: 'Risk', cell: ({ risk }) => (risk ? <RiskBadge risk={risk} /> : null) },
                { label: 'Proposed by', cell: ({ proposedBy, author }) => author ?? proposedBy },
                { label: 'Waiting for', cell: ({ awaits }) => <Since at={awaits.since} words={duration} /> },
                { label: 'Expires', cell: ({ awaits }) => (awaits.expiresAt === undefined ? 'never' : <Time at={awaits.expiresAt} />) },
              ]} />
            </div>
          ))}
      </Answer>
    </>
  );
};
