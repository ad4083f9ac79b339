import type { Scale } from './scale.ts';

const round = (value: number): number => Math.round(value * 10) / 10;

/** A point of a line; `null`: not known, the line is broken there. */
export type LinePoint = readonly [x: number, y: number | null];

/** `d` of a line through what is known. A known point between two unknown ones becomes a dot (with round caps). */
export const linePath = (points: readonly LinePoint[], x: Scale, y: Scale): string => {
  let path = '';
  let isOpen = false;
  for (const [at, value] of points) {
    if (value === null) {
      isOpen = false;
      continue;
    }
    path += `${isOpen ? 'L' : 'M'}${round(x(at))} ${round(y(value))}${isOpen ? '' : 'h0'}`;
    isOpen = true;
  }
  return path;
};

/** A point of a band: where it begins and ends. */
export type BandPoint = readonly [x: number, low: number | null, high: number | null];

/** `d` of the area between low and high, one closed piece for each stretch in which both are known. */
export const bandPath = (points: readonly BandPoint[], x: Scale, y: Scale): string => {
  const pieces: string[] = [];
  let there: string[] = [];
  let back: string[] = [];
  const close = (): void => {
    if (there.length > 1) pieces.push(`M${there.join('L')}L${back.reverse().join('L')}Z`);
    there = [];
    back = [];
  };
  for (const [at, low, high] of points) {
    if (low === null || high === null) {
      close();
      continue;
    }
    there.push(`${round(x(at))} ${round(y(high))}`);
    back.push(`${round(x(at))} ${round(y(low))}`);
  }
  close();
  return pieces.join('');
};

/** `d` of a line that keeps its height until the next point, and to `end`. */
export const stepPath = (points: readonly (readonly [number, number])[], end: number, x: Scale, y: Scale): string => {
  const [first] = points;
  if (first === undefined) return '';
  return `M${round(x(first[0]))} ${round(y(first[1]))}${points.slice(1).map(([at, value]) => `H${round(x(at))}V${round(y(value))}`).join('')}H${round(x(end))}`;
};
