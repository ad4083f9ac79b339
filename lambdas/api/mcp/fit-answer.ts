import { escapeInvisible } from '../../../shared/rules/firewall/visible.ts';

/** What of an answer was left out, by its dotted path. */
export type Cut = { readonly path: string; readonly shown: number; readonly of: number; readonly unit: 'characters' | 'items' };

export type Fitted = { readonly value: unknown; readonly cuts: readonly Cut[] };

/** Most characters of a text and most items of a list, step by step smaller. */
const STEPS: readonly (readonly [characters: number, items: number])[] = [
  [12_000, 400], [8000, 200], [6000, 120], [4000, 80], [3000, 50], [2000, 30], [1200, 20], [800, 14], [500, 10], [300, 7], [200, 5], [120, 3], [80, 2], [60, 1], [60, 0],
];

export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '', 'utf8');

/** As JSON would carry it, with what a person does not see and a model reads made visible. */
export const visibly = (value: unknown): unknown => {
  if (typeof value === 'string') return escapeInvisible(value);
  if (Array.isArray(value)) return value.map(visibly);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, visibly(inner)]));
};

/**
 * The value within `mostBytes` of JSON: long texts lose their end, lists their oldest or last items, series are thinned. Its shape stays; ids, cursors
 * and digests are never cut. `undefined` when even that is too much.
 */
export const fitted = (value: unknown, mostBytes: number): Fitted | undefined => {
  if (sizeOf(value) <= mostBytes) return { value, cuts: [] };
  for (const [characters, items] of STEPS) {
    const cuts: Cut[] = [];
    const smaller = cutTo(value, '', characters, items, cuts);
    if (sizeOf(smaller) <= mostBytes) return { value: smaller, cuts };
  }
  return undefined;
};

/** What is asked with again has to stay whole. */
const isKept = (path: string): boolean => /(?:^|\.)(?:id|next|digest|head|[a-zA-Z]+(?:Id|Ids|Digest|Version))$/.test(path.replaceAll(/\.\d+$/g, ''));

const cutTo = (value: unknown, path: string, characters: number, items: number, cuts: Cut[]): unknown => {
  if (typeof value === 'string') {
    if (value.length <= characters || isKept(path)) return value;
    cuts.push({ path, shown: characters, of: value.length, unit: 'characters' });
    return `${value.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '')}…`;
  }
  if (Array.isArray(value)) {
    const kept = isKept(path) || isTuple(value) ? value.map((one, index) => [index, one] as const) : chosen(value, items);
    if (kept.length < value.length) cuts.push({ path, shown: kept.length, of: value.length, unit: 'items' });
    return kept.map(([index, one]) => cutTo(one, `${path}.${index}`, characters, items, cuts));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cutTo(inner, path === '' ? key : `${path}.${key}`, characters, items, cuts)]));
};

const LONGEST_TUPLE = 8;

const isTuple = (value: readonly unknown[]): boolean => value.length <= LONGEST_TUPLE && value.every((one) => typeof one === 'number' || one === null);

/** Every nth of a series; the newest of what is in time order; the first of everything else, which lists begin with what matters. */
const chosen = (list: readonly unknown[], most: number): (readonly [number, unknown])[] => {
  const indexed = list.map((one, index) => [index, one] as const);
  if (list.length <= most) return indexed;
  if (list.every((one) => Array.isArray(one))) {
    const every = Math.ceil(list.length / Math.max(1, most));
    return most === 0 ? [] : indexed.filter(([index]) => index % every === 0);
  }
  return isInTimeOrder(list) ? indexed.slice(list.length - most) : indexed.slice(0, most);
};

const isInTimeOrder = (list: readonly unknown[]): boolean => {
  const times = list.map((one) => (typeof one === 'object' && one !== null && 'at' in one ? one.at : undefined));
  return times.length > 1 && times.every((at, index) => typeof at === 'number' && (index === 0 || at >= (times[index - 1] as number)));
};
