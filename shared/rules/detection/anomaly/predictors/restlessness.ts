import type { PredictorKind } from '../predictor.ts';

/** A step is wide when nine of ten were narrower. */
const WIDE = 0.9;
const LEARN = 0.02;
const FIRST_POINTS = 20;

/**
 * The share of wide steps among about the last `points`: unrest that begins, whatever the level and however wide a single spike is. The
 * width that nine of ten steps stay below is tracked in steps of its own size (stochastic approximation: Robbins and Monro 1951).
 */
export const restlessness = (points: number): PredictorKind => ({
  numbers: 4,
  over: (memory) => {
    const [COUNT, LAST, WIDTH, SHARE] = [0, 1, 2, 3] as const;
    const at = (slot: number): number => memory[slot] ?? 0;
    return {
      surprise: (value) => {
        const step = at(COUNT) === 0 ? 0 : Math.abs(value - at(LAST));
        if (at(COUNT) < FIRST_POINTS) memory[WIDTH] = Math.max(at(WIDTH), step);
        memory[COUNT] = Math.min(at(COUNT) + 1, FIRST_POINTS);
        memory[LAST] = value;
        const isWide = step > at(WIDTH);
        const share = at(SHARE) + ((isWide ? 1 : 0) - at(SHARE)) / points;
        memory[SHARE] = share;
        memory[WIDTH] = isWide ? at(WIDTH) + LEARN * WIDE * Math.max(at(WIDTH), step / 10) : at(WIDTH) * (1 - LEARN * (1 - WIDE));
        return share;
      },
      relearn: () => {
        memory[COUNT] = 0;
        memory[WIDTH] = 0;
      },
    };
  },
});
