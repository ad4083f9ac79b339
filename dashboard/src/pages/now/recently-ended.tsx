import type { ImprovementRow } from '../../../../shared/domain/views/improvement-row.ts';
import { isOver } from '../../components/state-words.ts';
import { ImprovementTable } from '../improvements/improvement-table.tsx';
import { addressOf } from '../../shell/route.ts';

const SHOWN = 6;

/** What ended lately, and how. */
export const RecentlyEnded = ({ recent }: { readonly recent: readonly ImprovementRow[] }) => {
  const ended = recent.filter(({ state }) => isOver(state)).slice(0, SHOWN);
  return ended.length === 0 ? null : (
    <section class="stack" aria-labelledby="ended-title">
      <div class="row"><h2 id="ended-title">Ended lately</h2><a class="push small" href={addressOf('improvements')}>All improvements</a></div>
      <div class="card flush"><ImprovementTable improvements={ended} caption="Newest first" /></div>
    </section>
  );
};
