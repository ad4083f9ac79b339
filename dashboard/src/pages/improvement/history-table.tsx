import type { JSX } from 'preact';
import type { Approval } from '../../../../shared/domain/improvement.ts';
import type { ImprovementDetail } from '../../../../shared/domain/views/improvement-detail.ts';
import { StateBadge } from '../../components/badge.tsx';
import { duration } from '../../components/numbers.ts';
import { isOver } from '../../components/state-words.ts';
import { Since, Time } from '../../components/time.tsx';

type Props = { readonly history: ImprovementDetail['history']; readonly approval: Approval | undefined; readonly state: ImprovementDetail['improvement']['state'] };

/** How it came to where it stands: each state, by whom it was entered, and how long it lasted. */
export const HistoryTable = ({ history, approval, state }: Props): JSX.Element => (
  <div class="stack tight">
    <ol class="timeline">
      {history.map(({ state: entered, at, by }, index) => {
        const next = history[index + 1];
        return (
          <li key={`${entered}-${at}-${index}`}>
            <StateBadge state={entered} />
            <span><Time at={at} /> by {by}</span>
            <span class="quiet">{next ? `for ${duration(next.at - at)}` : isOver(state) ? '' : <>for <Since at={at} words={(ms) => duration(Math.max(0, ms))} /> so far</>}</span>
          </li>
        );
      })}
    </ol>
    {approval && <p>Approved by <strong>{approval.by}</strong> <Time at={approval.at} />{approval.systemWide ? ', system-wide' : ''}{approval.reason !== undefined && <>: “{approval.reason}”</>}. The yes is bound to <code>{approval.digest.slice(0, 12)}</code>.</p>}
  </div>
);
