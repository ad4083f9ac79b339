/** Dots of a braille sign by row and column: U+2800 plus the sum of those that are set. */
const BRAILLE = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]] as const;

/**
 * A grid of cells, each of which can hold dots: two by four as a braille sign, or one as a star where only ASCII may be shown.
 * Coordinates count from the upper left.
 */
export class DotGrid {
  readonly dotsAcross: number;
  readonly dotsDown: number;
  readonly #ascii: boolean;
  readonly #cells: number[][];

  constructor(columns: number, rows: number, ascii: boolean) {
    this.#ascii = ascii;
    this.dotsAcross = columns * (ascii ? 1 : 2);
    this.dotsDown = rows * (ascii ? 1 : 4);
    this.#cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  }

  set(x: number, y: number): void {
    const row = this.#cells[Math.floor(y / (this.#ascii ? 1 : 4))];
    const column = Math.floor(x / (this.#ascii ? 1 : 2));
    if (row === undefined || row[column] === undefined) return;
    row[column] |= this.#ascii ? 1 : (BRAILLE[y % 4]?.[x % 2] ?? 0);
  }

  /** A straight line between two dots. */
  line(fromX: number, fromY: number, toX: number, toY: number): void {
    const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY), 1);
    for (let step = 0; step <= steps; step += 1) this.set(Math.round(fromX + ((toX - fromX) * step) / steps), Math.round(fromY + ((toY - fromY) * step) / steps));
  }

  /** The sign of a cell; `undefined` when it holds no dot. */
  sign(column: number, row: number): string | undefined {
    const dots = this.#cells[row]?.[column] ?? 0;
    if (dots === 0) return undefined;
    return this.#ascii ? '*' : String.fromCodePoint(0x2800 + dots);
  }
}
