import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';

export type Column<Row> = {
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Pressed, the column's heading sorts; `sorted` says how it is sorted now. */
  readonly onSort?: () => void;
  readonly sorted?: 'ascending' | 'descending' | undefined;
};

export type Table<Row> = { readonly caption: string; readonly columns: readonly Column<Row>[]; readonly rows: readonly Row[]; readonly rowKey: (row: Row) => string };

/** Arrow keys (and j, k) go from row to row; Home and End to the first and last. */
const rove = (event: TargetedKeyboardEvent<HTMLTableSectionElement>): void => {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof HTMLElement && event.target.matches('input, select, textarea'))) return;
  const rows = [...event.currentTarget.rows];
  const at = rows.findIndex((row) => row.contains(event.target as Node));
  const to = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
  to?.querySelector<HTMLElement>('th a, th button, a, button')?.focus();
  event.preventDefault();
};

/** A list as a table: the first column names the row. On a phone each row becomes a block of its own. */
export const DataTable = <Row,>({ caption, columns, rows, rowKey }: Table<Row>) => (
  <div class="table-place">
    <table class="table folds" role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ label, isNumber, onSort, sorted }) => (
            <th key={label} scope="col" role="columnheader" class={isNumber ? 'right' : undefined} aria-sort={onSort ? (sorted ?? 'none') : undefined}>
              {onSort ? <button type="button" onClick={onSort}>{label}{sorted ? <span aria-hidden="true">{sorted === 'ascending' ? '▲' : '▼'}</span> : null}</button> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" onKeyDown={rove}>
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map(({ label, cell, isNumber }, index) => (index === 0
              ? <th key={label} scope="row" role="rowheader">{cell(row)}</th>
              : <td key={label} role="cell" data-label={label} class={isNumber ? 'right' : undefined}>{cell(row)}</td>))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
