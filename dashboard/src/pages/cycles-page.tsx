import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Empty } from '../components/empty.tsx';
import { PageHead } from '../components/page-head.tsx';
import { Pager, usePaged } from '../components/paged.tsx';
import { CycleTable } from './cycles/cycle-table.tsx';

/** All cycles, newest first. */
export const CyclesPage = () => {
  const paged = usePaged();
  const cycles = useRead('list-cycles', { limit: 50, after: paged.after }, ({ type }) => type === 'cycle');
  return (
    <>
      <PageHead title="Cycles" says="Each pass over the telemetry, from its trigger to its report." />
      <Answer of={cycles} lines={12}>
        {({ items, next }) => (items.length === 0 && next === undefined
          ? <Empty title="No cycle has run yet"><p>One starts on schedule, on an alarm, or from the page “Now”.</p></Empty>
          : <div class="card flush"><CycleTable cycles={items} caption="Newest first" /><Pager of={paged} next={next} /></div>)}
      </Answer>
    </>
  );
};
