const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

/** The lines at the end of a terminal that are drawn over in place. The cursor is hidden while they live. */
export class LiveBlock {
  readonly #write: (text: string) => void;
  #lines: readonly string[] = [];

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  get isLive(): boolean {
    return this.#lines.length > 0;
  }

  /** Replaces what is drawn. At most `rows` lines, the first ones: what has scrolled out of sight cannot be drawn over. */
  draw(lines: readonly string[], rows: number): void {
    const shown = lines.slice(0, Math.max(1, rows - 1));
    this.#write(`${this.isLive ? this.#erasing() : HIDE_CURSOR}${shown.join('\n')}\n`);
    this.#lines = shown;
  }

  /** Prints lines above the block, which moves down. */
  printAbove(lines: readonly string[]): void {
    const block = this.isLive ? `${this.#lines.join('\n')}\n` : '';
    this.#write(`${this.isLive ? this.#erasing() : ''}${lines.map((line) => `${line}\n`).join('')}${block}`);
  }

  /** Leaves what is drawn where it is, and gives the cursor back. */
  settle(): void {
    if (!this.isLive) return;
    this.#lines = [];
    this.#write(SHOW_CURSOR);
  }

  #erasing(): string {
    return `\u001B[${this.#lines.length}A\r\u001B[0J`;
  }
}
