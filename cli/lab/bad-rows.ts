import type { Host } from '../../shared/ports/host.ts';

const MOST_NAMED = 10;

export type BadRows = { add(row: { readonly line: number; readonly problem: string }): void; readonly count: number; tell(host: Pick<Host, 'notify'>, file: string): void };

/** Rows that could not be used: all counted, the first ten named. */
export const badRows = (): BadRows => {
  const named: { line: number; problem: string }[] = [];
  let count = 0;
  return {
    add(row) {
      count += 1;
      if (named.length < MOST_NAMED) named.push({ line: row.line, problem: row.problem.replace(/\.$/, '') });
    },
    get count() {
      return count;
    },
    tell(host, file) {
      if (count === 0) return;
      const more = count > named.length ? `, and ${count - named.length} more` : '';
      host.notify({ code: 'PAWL-LAB-020', level: 'warning', text: `${count} ${count === 1 ? 'row' : 'rows'} of ${file} could not be used: ${named.map(({ line, problem }) => `line ${line}: ${problem}`).join('; ')}${more}.`, data: { file, badRows: count, rows: named } });
    },
  };
};
