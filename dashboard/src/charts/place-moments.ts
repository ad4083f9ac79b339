import type { Scale } from './scale.ts';

export type NumberedMoment = { readonly at: number; readonly what: string; readonly number: number; readonly x: number; readonly row: number };

/** Room that one number needs, in pixels. */
const ROOM = 18;

/** Numbers moments in time order and gives each the lowest row in which it does not lie on another; those out of view are left out. */
export const placeMoments = (moments: readonly { readonly at: number; readonly what: string }[], [from, to]: readonly [number, number], x: Scale): NumberedMoment[] => {
  const ends: number[] = [];
  return moments
    .filter(({ at }) => at >= from && at <= to)
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, what }, index) => {
      const place = x(at);
      const free = ends.findIndex((end) => place - end >= ROOM);
      const row = free === -1 ? ends.length : free;
      ends[row] = place;
      return { at, what, number: index + 1, x: place, row };
    });
};
