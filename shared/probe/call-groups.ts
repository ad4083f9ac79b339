import type { DependencyKind } from './dependency-kind.ts';
import type { PlaceMemory } from './place-memory.ts';
import { isSameSite, type CallSiteFrames } from './stack-frames.ts';

/** More would make the line long without telling more. */
const MOST_GROUPS = 60;
const LONGEST_SHAPE = 240;
const LONGEST_METHOD = 80;
/** After so many calls of one shape in one invocation the place of the last is taken for the next. */
const MOST_LOCATED = 32;
/** Keys kept of one group; beyond, what is new counts as no repeat. */
const MOST_KEYS = 5_000;

/** `key` below 0: nothing else can ask for the same. `locate` is asked where the call comes from, unless that is known well enough. */
export type CallStart = { readonly shape: string; readonly method: string; readonly key: number; readonly kind: DependencyKind; readonly reads?: boolean; readonly locate: () => CallSiteFrames };

/** The calls of one shape from one place so far. */
export type CallGroup = {
  readonly index: number;
  readonly shape: string;
  readonly method: string;
  readonly kind: DependencyKind;
  readonly reads: boolean;
  readonly site: CallSiteFrames;
  readonly keys: Set<number>;
  /** Calls that are nobody's repeat and are not kept in `keys`. */
  uniques: number;
  count: number;
  totalMs: number;
  maxMs: number;
  repeats: number;
  seenBefore: number;
  failed: number;
  timedOut: number;
};

/** The calls of one invocation by shape and place. */
export class CallGroups {
  readonly #places: PlaceMemory;
  readonly #route: string;
  readonly #groups: CallGroup[] = [];
  readonly #shapes = new Map<string, { times: number; last: CallGroup | undefined }>();

  /** `route`: places are learned for each by itself. */
  constructor(places: PlaceMemory, route: string) {
    this.#places = places;
    this.#route = route;
  }

  /** Counts a call; gives its group, or `undefined` when there are too many groups already. */
  add(start: CallStart): CallGroup | undefined {
    const group = this.#groupOf(start);
    if (!group) return undefined;
    const { key } = start;
    group.count += 1;
    if (group.keys.has(key)) group.repeats += 1;
    else if (key >= 0 && group.keys.size < MOST_KEYS) group.keys.add(key);
    else group.uniques += 1;
    return group;
  }

  records(): object[] {
    return this.#groups.map(recordOf);
  }

  #groupOf(start: CallStart): CallGroup | undefined {
    const shape = start.shape.length > LONGEST_SHAPE ? start.shape.slice(0, LONGEST_SHAPE) : start.shape;
    let known = this.#shapes.get(shape);
    if (!known) {
      if (this.#groups.length >= MOST_GROUPS) return undefined;
      this.#shapes.set(shape, (known = { times: 0, last: undefined }));
    }
    known.times += 1;
    if (known.last && known.times > MOST_LOCATED) return known.last;
    const site = this.#places.placeOf(`${this.#route}\n${shape}`, start.locate);
    const group = this.#groups.findLast((candidate) => candidate.shape === shape && isSameSite(candidate.site, site)) ?? this.#begin(shape, start, site);
    if (group) known.last = group;
    return group;
  }

  #begin(shape: string, { method, kind, reads = false }: CallStart, site: CallSiteFrames): CallGroup | undefined {
    if (this.#groups.length >= MOST_GROUPS) return undefined;
    const group = { index: this.#groups.length, shape, method: method.slice(0, LONGEST_METHOD), kind, reads, site, keys: new Set<number>(), uniques: 0, count: 0, totalMs: 0, maxMs: 0, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0 };
    this.#groups.push(group);
    return group;
  }
}

const recordOf = ({ shape, method, kind, reads, site, count, totalMs, maxMs, keys, uniques, repeats, seenBefore, failed, timedOut }: CallGroup): object => ({
  shape,
  method,
  kind,
  ...(reads && { reads }),
  stack: site.frames,
  count,
  totalMs: rounded(totalMs),
  maxMs: rounded(maxMs),
  distinctKeys: keys.size + uniques,
  repeats,
  seenBefore,
  failed,
  timedOut,
});

/** Milliseconds to a hundredth. */
export const rounded = (ms: number): number => Math.round(ms * 100) / 100;
