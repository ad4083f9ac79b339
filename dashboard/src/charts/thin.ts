import type { LinePoint } from './paths.ts';

/** At most `most` buckets of equal count, of each its mean of what is known; `null` where nothing is. For lines so small that single points cannot be seen. */
export const thin = (points: readonly LinePoint[], most: number): LinePoint[] => {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, bucket) => {
    const inside = points.slice(Math.floor((bucket * points.length) / most), Math.floor(((bucket + 1) * points.length) / most));
    const known = inside.map(([, y]) => y).filter((y) => y !== null);
    const middle = inside[inside.length >> 1]?.[0] ?? 0;
    return [middle, known.length === 0 ? null : known.reduce((sum, y) => sum + y, 0) / known.length];
  });
};
