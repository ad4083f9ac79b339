import type { JSX } from 'preact';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Empty } from '../components/empty.tsx';
import { PageHead } from '../components/page-head.tsx';
import { Pager, usePaged } from '../components/paged.tsx';
import { TargetsTable } from './target/targets-table.tsx';

const A_PAGE = 50;

/** All targets that are looked after, each with how it is. */
export const TargetsPage = (): JSX.Element => {
  const paged = usePaged();
  const targets = useRead('list-targets', { limit: A_PAGE, after: paged.after }, ({ type }) => type === 'target' || type === 'improvement');
  return (
    <>
      <PageHead title="Targets" says="The services that Pawl looks after: how they are, what they serve, and how much is allowed without a person." />
      <Answer of={targets} lines={10}>
        {({ items, next }) => items.length === 0 && next === undefined && paged.page === 1
          ? <Empty title="No target yet"><p>Pawl looks after nothing yet. Name a service in <code>pawl.config.json</code> and start Pawl with <code>pawl run</code>, or deploy a <code>WatchedTarget</code>.</p></Empty>
          : <div class="card flush"><TargetsTable targets={items} /><Pager of={paged} next={next} /></div>}
      </Answer>
    </>
  );
};
