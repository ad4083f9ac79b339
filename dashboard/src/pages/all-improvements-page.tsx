import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Empty } from '../components/empty.tsx';
import { PageHead } from '../components/page-head.tsx';
import { Pager, usePaged } from '../components/paged.tsx';
import { addressOf } from '../shell/route.ts';
import { replaceAddress } from '../shell/use-route.ts';
import { ImprovementTable } from './improvements/improvement-table.tsx';
import { TargetFilter } from './target-filter.tsx';

const GROUPS = {
  all: ['All', undefined],
  open: ['In flight', ['queued', 'generating', 'validating', 'awaiting-approval', 'releasing', 'watching', 'promoting', 'rolling-back', 'reverting']],
  kept: ['Promoted', ['promoted']],
  back: ['Taken back', ['rolled-back', 'inconclusive', 'reverted']],
  none: ['Never released', ['abstained', 'rejected', 'failed', 'superseded']],
} as const satisfies Record<string, readonly [string, readonly ImprovementState[] | undefined]>;
type Group = keyof typeof GROUPS;
const isGroup = (value: string | undefined): value is Group => value !== undefined && Object.hasOwn(GROUPS, value);

/** Everything that was ever worked on, newest first. */
export const AllImprovementsPage = ({ query }: { readonly query: Readonly<Record<string, string>> }) => {
  const group = isGroup(query['show']) ? query['show'] : 'all';
  const targetId = query['target'];
  const paged = usePaged(`${group} ${targetId}`);
  const states = GROUPS[group][1];
  const list = useRead('list-improvements', { limit: 50, after: paged.after, targetId, ...(states ? { state: states } : {}) }, ({ type }) => type === 'improvement');
  const choose = (show: string, target: string | undefined): void => {
    replaceAddress(addressOf('improvements', undefined, { ...(show === 'all' ? {} : { show }), ...(target ? { target } : {}) }));
  };
  return (
    <>
      <PageHead title="Improvements" says="What was taken up, and what became of it." />
      <div class="stack">
        <div class="filters">
          <label class="field"><span>Show</span>
            <select value={group} onChange={(event) => choose(event.currentTarget.value, targetId)}>{Object.entries(GROUPS).map(([key, [name]]) => <option key={key} value={key}>{name}</option>)}</select>
          </label>
          <TargetFilter value={targetId} onChange={(target) => choose(group, target)} />
        </div>
        <Answer of={list} lines={12}>
          {({ items, next }) => (items.length === 0 && next === undefined
            ? <Empty title="None of these"><p>{group === 'all' && targetId === undefined ? 'A cycle takes up what it finds worth doing.' : 'Another choice above may have some.'}</p></Empty>
            : <div class="card flush"><ImprovementTable improvements={items} caption="Newest first" /><Pager of={paged} next={next} /></div>)}
        </Answer>
      </div>
    </>
  );
};
