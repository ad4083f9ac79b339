/** A row that could not be used, named by file and line (counted from 1; for rows inside one large document, by the row's number). */
export type BadRow = { readonly file: string; readonly row: number; readonly reason: string };

const MOST_NAMED = 100;

/** Counts the rows that could not be used and names the first hundred. */
export class BadRows {
  readonly named: BadRow[] = [];
  count = 0;

  add(row: BadRow): void {
    this.count += 1;
    if (this.named.length < MOST_NAMED) this.named.push(row);
  }
}
