import type { JSX } from 'preact';
import type { LedgerView } from '../../../../shared/domain/views/ledger-view.ts';
import { SpendChart } from '../../charts/spend-chart.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Empty } from '../../components/empty.tsx';
import { microUsd, number } from '../../components/numbers.ts';
import { addressOf } from '../../shell/route.ts';
import { GainedTable } from './gained-table.tsx';
import { LedgerTotals } from './ledger-totals.tsx';
import { PreventedTable } from './prevented-table.tsx';
import '../target/target.css';
import './ledger.css';

/** The ledger, or plainly that nothing stands in it yet. */
export const LedgerContent = ({ ledger }: { readonly ledger: LedgerView }): JSX.Element => {
  const { spent, gained, prevented } = ledger;
  if (spent.microUsd === 0 && gained.length === 0 && prevented.length === 0) {
    return <Empty title="Nothing to account for yet"><p>In this time no model was paid, nothing was kept and nothing was taken back. Gains appear here once an improvement has been promoted and has served.</p></Empty>;
  }
  return (
    <div class="stack loose">
      <LedgerTotals ledger={ledger} />
      <section class="card flush" aria-label="What was gained">
        <h2 class="card-head">What was gained</h2>
        {gained.length === 0 ? <p class="card-body quiet">Nothing was kept in this time, so nothing was gained.</p> : <GainedTable gained={gained} />}
      </section>
      <section class="card flush" aria-label="Incidents prevented">
        <h2 class="card-head">Incidents prevented</h2>
        {prevented.length === 0 ? <p class="card-body quiet">Nothing that did harm had to be taken back in this time.</p> : <PreventedTable prevented={prevented} />}
      </section>
      <section class="card stack" aria-label="What it cost">
        <h2>What it cost</h2>
        {spent.microUsd === 0 ? <p class="quiet">Nothing: no model was asked in this time. What runs on AWS is billed by AWS and does not stand here.</p> : (
          <>
            <p><strong>{microUsd(spent.microUsd)}</strong> for {number(spent.tokens)} tokens of models. What runs on AWS is billed by AWS and does not stand here.</p>
            <SpendChart days={spent.days} />
            <DataTable
              caption="By target" rows={spent.byTarget} rowKey={({ targetId }) => targetId}
              columns={[{ label: 'Target', cell: ({ targetId }) => <a href={addressOf('targets', targetId)}>{targetId}</a> }, { label: 'Paid', cell: (row) => microUsd(row.microUsd), isNumber: true }]}
            />
          </>
        )}
      </section>
    </div>
  );
};
