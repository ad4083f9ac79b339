import type { ImprovementRow } from '../../../../shared/domain/views/improvement-row.ts';
import { RiskBadge } from '../../components/badge.tsx';
import { counted, duration } from '../../components/numbers.ts';
import { Since } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';

const SHOWN = 5;

/** What waits for a yes: first of all, because nothing else here waits for the reader. */
export const WaitingNow = ({ waiting }: { readonly waiting: readonly ImprovementRow[] }) =>
  waiting.length === 0 ? null : (
    <section class="card calls stack tight" aria-labelledby="waiting-title">
      <h2 id="waiting-title">{counted(waiting.length, 'improvement waits', 'improvements wait')} for a yes</h2>
      <ul class="stack tight">
        {waiting.slice(0, SHOWN).map(({ id, title, targetId, risk, stateSince, systemWide }) => (
          <li key={id} class="row">
            <a href={addressOf('approvals', id)}><strong>{title}</strong></a>
            <span class="quiet small">{targetId}{systemWide ? ', system-wide' : ''}, for <Since at={stateSince} words={duration} /></span>
            {risk ? <RiskBadge risk={risk} /> : null}
          </li>
        ))}
      </ul>
      {waiting.length > SHOWN ? <p><a href={addressOf('approvals')}>All {waiting.length}</a></p> : null}
    </section>
  );
