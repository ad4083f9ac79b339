/** Each drawing as a path in a square of 16. */
export const ICON_PATHS = {
  check: 'M3 8.500l3.200 3.200L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  back: 'M6 3 2.500 6.500 6 10M3 6.500h6.500a3.500 3.500 0 0 1 0 7H7',
  pause: 'M5.500 3v10M10.500 3v10',
  play: 'M5 3l8 5-8 5z',
  dots: 'M3.500 8h.01M8 8h.01M12.500 8h.01',
  hand: 'M8 2v6M8 11.500v.01',
  equal: 'M3 6h10M3 10h10',
  minus: 'M3 8h10',
  up: 'M8 13V3M3.500 7.500 8 3l4.500 4.500',
  down: 'M8 3v10M3.500 8.500 8 13l4.500-4.500',
  copy: 'M6 6h7v7H6zM3 10V3h7',
  menu: 'M2.500 4h11M2.500 8h11M2.500 12h11',
  theme: 'M8 2.500a5.500 5.500 0 1 0 5.500 7A4.500 4.500 0 0 1 8 2.500z',
  stop: 'M5.500 2h5L14 5.500v5L10.500 14h-5L2 10.500v-5zM5.500 8h5',
  refresh: 'M13 8a5 5 0 1 1-1.500-3.600M13 2v3h-3',
  dot: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
} as const;

export type IconName = keyof typeof ICON_PATHS;
