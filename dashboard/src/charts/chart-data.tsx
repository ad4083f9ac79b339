import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

/** The numbers of a chart as a table: the first cell of a row is its heading. */
export type ChartTable = { readonly caption: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** The numbers behind a chart, on demand: they are made only once somebody opens them. */
export const ChartData = ({ caption, make }: { readonly caption: string; readonly make: () => Omit<ChartTable, 'caption'> }): JSX.Element => {
  const [open, setOpen] = useState(false);
  const table = open ? make() : undefined;
  return (
    <details class="chart-data" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Show the numbers</summary>
      {table && (
        <div class="chart-data-scroll" tabIndex={0} role="region" aria-label={caption}>
          <table>
            <caption class="unseen">{caption}</caption>
            <thead><tr>{table.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
            <tbody>{table.rows.map(([head, ...cells], row) => <tr key={row}><th scope="row">{head}</th>{cells.map((cell, index) => <td key={index}>{cell}</td>)}</tr>)}</tbody>
          </table>
        </div>
      )}
    </details>
  );
};
