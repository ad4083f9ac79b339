import type { JSX } from 'preact';
import type { ImprovementDetail } from '../../../../shared/domain/views/improvement-detail.ts';
import { DataTable } from '../../components/data-table.tsx';
import { microUsd, number } from '../../components/numbers.ts';

/** What models were paid for it, call by call. */
export const CostTable = ({ cost: { microUsd: total, tokens, calls } }: { readonly cost: ImprovementDetail['cost'] }): JSX.Element =>
  calls.length === 0 && total === 0
    ? <p>Nothing: no model was asked.</p>
    : (
      <div class="stack tight">
        <p><strong>{microUsd(total)}</strong> for {number(tokens)} tokens.</p>
        {calls.length > 0 && (
          <DataTable
            caption="Calls of models" rows={calls.map((call, index) => ({ ...call, index }))} rowKey={({ index }) => String(index)}
            columns={[
              { label: 'For', cell: ({ purpose }) => purpose },
              { label: 'Model', cell: ({ model }) => <code>{model}</code> },
              { label: 'Tokens', cell: (call) => number(call.tokens), isNumber: true },
              { label: 'Cost', cell: (call) => microUsd(call.microUsd), isNumber: true },
            ]}
          />
        )}
      </div>
    );
