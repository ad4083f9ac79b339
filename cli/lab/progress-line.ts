import type { OutputStream } from '../../local/terminal/terminal-host.ts';

const WIDTH = 24;
const DRAWN_EVERY_MS = 100;
const TOLD_EVERY_MS = 5000;
const ERASE = '\r\u001b[2K';

export type ProgressLine = {
  /** `done` of `total` (0 where the end is not known), and what to say beside it. */
  at(done: number, total: number, text: string): void;
  /** Takes the line away. */
  end(): void;
};

/**
 * How far long work has come: one line drawn over in place on a terminal, a plain line every five seconds anywhere else.
 * Give it standard error, so that it never mixes with what a program prints.
 */
export const progressLine = (stream: OutputStream, now: () => number = Date.now): ProgressLine => {
  const inPlace = stream.isTTY === true;
  let last = inPlace ? Number.NEGATIVE_INFINITY : now();
  let drawn = false;
  return {
    at(done, total, text) {
      const at = now();
      if (at - last < (inPlace ? DRAWN_EVERY_MS : TOLD_EVERY_MS)) return;
      last = at;
      const share = total > 0 ? Math.min(1, done / total) : undefined;
      const percent = share === undefined ? '' : `${String(Math.floor(share * 100)).padStart(3)} % `;
      if (!inPlace) {
        stream.write(`${percent}${text}\n`);
        return;
      }
      const bar = share === undefined ? '' : `${'█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')} `;
      stream.write(`${ERASE}${`${bar}${percent}${text}`.slice(0, Math.max(20, stream.columns ?? 80) - 1)}`);
      drawn = true;
    },
    end() {
      if (drawn) stream.write(ERASE);
      drawn = false;
    },
  };
};
