/** As much of a terminal as Pawl uses: a screen that shows text, wraps at its width, scrolls, and obeys the few sequences that are sent to it. */
export class Screen {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;
  cursorVisible = true;
  #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns = 80, rows = 40) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    // oxlint-disable-next-line no-control-regex -- the sequences of a terminal
    for (const [, sequence, character] of text.matchAll(/\u001B\[([\d;?]*[A-Za-z])|([^])/gu)) {
      if (sequence !== undefined) this.#obey(sequence);
      else if (character !== undefined) this.#put(character);
    }
  }

  /** All that was ever shown and not drawn over, without trailing blanks. */
  get text(): string {
    return this.#lines.map((line) => line.trimEnd()).join('\n').trimEnd();
  }

  #put(character: string): void {
    if (character === '\n') {
      this.#row += 1;
      this.#column = 0;
      this.#lines[this.#row] ??= '';
      return;
    }
    if (character === '\r') {
      this.#column = 0;
      return;
    }
    if (this.#column >= this.columns) this.#put('\n');
    const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column += 1;
  }

  #obey(sequence: string): void {
    const count = Number.parseInt(sequence, 10);
    if (sequence.endsWith('m')) return;
    if (sequence === '?25l') this.cursorVisible = false;
    else if (sequence === '?25h') this.cursorVisible = true;
    // A terminal cannot go up into what has scrolled out of sight.
    else if (sequence.endsWith('A')) this.#row = Math.max(this.#lines.length - this.rows, this.#row - count, 0);
    else if (sequence === '0J') {
      this.#lines.length = this.#row + 1;
      this.#lines[this.#row] = (this.#lines[this.#row] ?? '').slice(0, this.#column);
    } else throw new Error(`the screen does not know the sequence ${sequence}`);
  }
}
