import { useMemo } from 'preact/hooks';
import type { OpportunityRow } from '../../../shared/domain/views/opportunity-row.ts';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { PriorityBadge, RiskBadge } from '../components/badge.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Empty } from '../components/empty.tsx';
import { counted, number, percent } from '../components/numbers.ts';
import { PageHead } from '../components/page-head.tsx';
import { Pager, usePaged } from '../components/paged.tsx';
import { Time } from '../components/time.tsx';
import { addressOf } from '../shell/route.ts';
import { replaceAddress } from '../shell/use-route.ts';
import { arrange, ORDERS, orderOf, writtenOrder, type Order } from './opportunities/arrange.ts';
import { TargetFilter } from './target-filter.tsx';

const kindWords = (kind: string): string => kind.replaceAll('-', ' ');

/** What is worth doing, best first: sorted and filtered within what was fetched. */
export const OpportunitiesPage = ({ query }: { readonly query: Readonly<Record<string, string>> }) => {
  const targetId = query['target'];
  const words = query['words'] ?? '';
  const { by, falls } = orderOf(query['sort']);
  const paged = usePaged(targetId);
  const list = useRead('list-opportunities', { limit: 100, after: paged.after, targetId }, ({ type }) => type === 'cycle');
  const items = list.value?.items;
  const shown = useMemo(() => arrange(items ?? [], { by, falls }, words), [items, by, falls, words]);
  /** All of it stands in the address: whoever opens one and goes back finds the list as it was. */
  const ask = (asked: Readonly<Record<string, string | undefined>>): void =>
    replaceAddress(addressOf('opportunities', undefined, Object.fromEntries(Object.entries({ ...query, ...asked }).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])))));
  const sortBy = (key: Order['by']) => ({ onSort: () => ask({ sort: writtenOrder({ by: key, falls: key === by ? !falls : ORDERS[key].falls }) }), sorted: key !== by ? undefined : falls ? 'descending' as const : 'ascending' as const });
  return (
    <>
      <PageHead title="Opportunities" says="What the last cycles found worth doing, each with the evidence for it." />
      <div class="stack">
        <div class="filters">
          <TargetFilter value={targetId} onChange={(target) => ask({ target })} />
          <label class="field"><span>Words in it</span><input class="input" type="search" value={words} onInput={(event) => ask({ words: event.currentTarget.value })} /></label>
          <label class="field where-folded"><span>First</span>
            <select value={by} onChange={(event) => ask({ sort: event.currentTarget.value })}>{Object.entries(ORDERS).map(([key, { name }]) => <option key={key} value={key}>{name}</option>)}</select>
          </label>
        </div>
        <Answer of={list} lines={12}>
          {({ items: fetched, next }) => (fetched.length === 0 && next === undefined
            ? <Empty title="Nothing is worth doing"><p>Either nothing got worse, or no cycle has looked yet. A dry run on the page “Now” looks without taking anything up.</p></Empty>
            : (
              <div class="card flush">
                <DataTable<OpportunityRow> caption={`${shown.length === fetched.length ? counted(shown.length, 'opportunity', 'opportunities') : `${shown.length} of ${fetched.length}`}${next === undefined && paged.page === 1 ? '' : ' on this page; order and words look at this page only'}`} rows={shown} rowKey={({ id }) => id} columns={[
                  { label: 'Opportunity', ...sortBy('title'), cell: ({ id, title, kind, systemWide }) => <><a href={addressOf('opportunities', id)}>{title}</a><p class="quiet small">{kindWords(kind)}{systemWide ? ', system-wide' : ''}</p></> },
                  { label: 'Priority', ...sortBy('priority'), cell: ({ priority }) => <PriorityBadge priority={priority} /> },
                  { label: 'Target', ...sortBy('target'), cell: ({ targetId: target, tenantId }) => <><a href={addressOf('targets', target)}>{target}</a>{tenantId ? <span class="quiet"> for {tenantId}</span> : null}</> },
                  { label: 'Gain', ...sortBy('gain'), isNumber: true, cell: ({ gainPercent }) => `${number(gainPercent)} %` },
                  { label: 'Score', ...sortBy('score'), isNumber: true, cell: ({ impactScore }) => number(impactScore) },
                  { label: 'Confidence', ...sortBy('confidence'), isNumber: true, cell: ({ confidence }) => percent(confidence) },
                  { label: 'Risk', cell: ({ risk }) => <RiskBadge risk={risk} /> },
                  { label: 'Last seen', ...sortBy('seen'), cell: ({ lastSeenAt }) => <Time at={lastSeenAt} /> },
                  { label: 'Worked on', cell: ({ improvementId }) => (improvementId ? <a href={addressOf('improvements', improvementId)}>Yes</a> : null) },
                ]} />
                {shown.length === 0 ? <p class="empty">None of these has “{words}” in it.</p> : null}
                <Pager of={paged} next={next} />
              </div>
            ))}
        </Answer>
      </div>
    </>
  );
};
