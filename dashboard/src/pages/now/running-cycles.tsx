import { useRead } from '../../api/use-read.ts';
import { Answer } from '../../components/answer.tsx';
import { CycleTable } from '../cycles/cycle-table.tsx';
import { addressOf } from '../../shell/route.ts';

/** Cycles that run, and the last that ended. */
export const RunningCycles = () => {
  const cycles = useRead('list-cycles', { limit: 5 }, ({ type }) => type === 'cycle');
  return (
    <section class="stack" aria-labelledby="cycles-title">
      <div class="row"><h2 id="cycles-title">Cycles</h2><a class="push small" href={addressOf('cycles')}>All cycles</a></div>
      <Answer of={cycles} lines={3}>
        {({ items }) => (items.length === 0 ? <p class="quiet">None has run yet.</p> : <div class="card flush"><CycleTable cycles={items} caption="The last five" /></div>)}
      </Answer>
    </section>
  );
};
