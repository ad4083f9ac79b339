import { useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { DataTable, type Table } from './data-table.tsx';
import { number } from './numbers.ts';

const FIRST = 20;
const MORE = 200;

/** A list that came whole and may be long: its first rows, and more of them on demand. */
export const CutTable = <Row,>({ rows, ...table }: Table<Row>) => {
  const [most, setMost] = useState(FIRST);
  const left = rows.length - most;
  return (
    <>
      <DataTable {...table} rows={rows.slice(0, most)} />
      {left > 0 ? <p class="pager"><Button isSmall onClick={() => setMost(most + MORE)}>Show {number(Math.min(left, MORE))} more</Button><span>{number(most)} of {number(rows.length)}</span></p> : null}
    </>
  );
};
