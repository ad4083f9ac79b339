import { describe, expect, it } from 'vitest';
import { LEAST_HELD_OUT, LEAST_PROBABILITY, probabilityItHelps } from '../../../../../shared/rules/lessons/helps.ts';
import { HOLDOUT_SHARE, isHeldOut } from '../../../../../shared/rules/lessons/holdout.ts';
import { randomFrom } from './random-from.ts';

const trials = (recurred: number, improvements: number) => ({ improvements, recurred });

describe('whether a rule helps', () => {
  it('is the share of the posterior in which it prevents a quarter at least', () => {
    // Uniform priors alone: P(X − Y > 1/4) of two uniform rates is (3/4)² / 2. The closed form of Beta(1, n + 1) against a rate near 0 is (3/4)^(n + 1).
    expect(probabilityItHelps(trials(0, 100_000), trials(0, 5))).toBeCloseTo(0.75 ** 6, 1);
    expect(probabilityItHelps(trials(0, 0), trials(2, 4))).toBeLessThan(probabilityItHelps(trials(0, 10), trials(2, 4)) ?? 0);
    expect(probabilityItHelps(trials(0, 20), trials(20, 20))).toBeGreaterThan(0.999);
    expect(probabilityItHelps(trials(20, 20), trials(0, 20))).toBeLessThan(0.001);
  });

  it('is not said before there are enough without it', () => {
    expect(probabilityItHelps(trials(9, 9), trials(0, LEAST_HELD_OUT - 1))).toBeUndefined();
  });
});

/** Of 400 rules with these true rates of recurrence, the share that is withdrawn within so many improvements, looked at after each. */
const withdrawn = (withRule: number, without: number, improvements: number): number => {
  const random = randomFrom(7);
  let ended = 0;
  for (let run = 0; run < 400; run += 1) {
    const [applied, heldOut] = [{ improvements: 0, recurred: 0 }, { improvements: 0, recurred: 0 }];
    for (let number = 0; number < improvements; number += 1) {
      const isOut = random() < HOLDOUT_SHARE;
      const side = isOut ? heldOut : applied;
      side.improvements += 1;
      if (random() < (isOut ? without : withRule)) side.recurred += 1;
      if (isOut && (probabilityItHelps(applied, heldOut) ?? 1) < LEAST_PROBABILITY) {
        ended += 1;
        break;
      }
    }
  }
  return ended / 400;
};

describe('a rule that is looked at after every improvement', () => {
  it('is kept, but for one in ten, over 50 improvements, where it takes recurrence from .6 to .1', () => expect(withdrawn(0.1, 0.6, 50)).toBeLessThan(0.1));
  it('is kept, but for one in a hundred, where it takes it from .8 to nothing', () => expect(withdrawn(0, 0.8, 50)).toBeLessThan(0.01));
  it('goes within 50 improvements, nine times of ten at least, where its cause is gone', () => expect(withdrawn(0, 0, 50)).toBeGreaterThan(0.9));
  it('goes within 50 improvements, four times of five at least, where it makes no difference', () => expect(withdrawn(0.7, 0.7, 50)).toBeGreaterThan(0.8));
});

describe('the holdout', () => {
  it('is a fifth of the improvements, decided by both ids alone, another fifth for another rule', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `imp-${index}`);
    const out = ids.filter((each) => isHeldOut('rule-a', each));
    expect(out.length / ids.length).toBeGreaterThan(0.18);
    expect(out.length / ids.length).toBeLessThan(0.22);
    expect(ids.filter((each) => isHeldOut('rule-a', each))).toEqual(out);
    expect(out.filter((each) => isHeldOut('rule-b', each)).length / out.length).toBeLessThan(0.25);
  });
});
