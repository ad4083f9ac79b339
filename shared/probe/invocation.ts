import type { DependencyKind } from './dependency-kind.ts';
import { errorFacts } from './error-facts.ts';
import type { InvocationFacts } from './invocation-facts.ts';
import type { KeyMemory } from './key-memory.ts';
import type { PlaceMemory } from './place-memory.ts';
import { isSameSite, type AppRoot, type CallSiteFrames } from './stack-frames.ts';

/** More would make the line long without telling more. */
const MOST_SHAPES = 60;
const MOST_SPANS = 40;
const MOST_CACHES = 40;
const LONGEST_SHAPE = 240;
const LONGEST_NAME = 80;
/** After so many calls of one shape in one invocation the place of the last is taken for the next. */
const MOST_LOCATED = 32;
/** Keys kept of one group; beyond, `distinctKeys` is a lower bound and what is new counts as no repeat. */
const MOST_KEYS = 5_000;
const PENDING_AFTER_MS = 1_000;
const MOST_PENDING_LINES = 10;
/** Shortly before the deadline all that waits is told, so that a time-out below a second leaves evidence too. */
const LAST_WORDS_MS = 80;
const WAITS_MS = 50;

/** `key` below 0: nothing else can ask for the same. `locate` is asked where the call comes from, unless that is known well enough. */
export type CallStart = { readonly shape: string; readonly method: string; readonly key: number; readonly kind: DependencyKind; readonly reads?: boolean; readonly locate: () => CallSiteFrames };

/** The calls of one shape from one place so far. */
type CallGroup = {
  index: number;
  shape: string;
  method: string;
  kind: DependencyKind;
  reads: boolean;
  site: CallSiteFrames;
  count: number;
  totalMs: number;
  maxMs: number;
  keys: Set<number>;
  /** Calls that are nobody's repeat and are not kept in `keys`. */
  uniques: number;
  repeats: number;
  seenBefore: number;
  failed: number;
  timedOut: number;
};

export type OpenCall = { readonly group: CallGroup; readonly startedMs: number; readonly span: [number, number, number] | undefined; announced: boolean };

export type CallEnd = { readonly failed: boolean; readonly timedOut: boolean };

export type InvocationEnd = { readonly outcome: 'ok' | 'error' | 'fault'; readonly status?: number; readonly thrown?: { readonly value: unknown } };

/** What one environment remembers from invocation to invocation. */
export type Memory = { readonly keys: KeyMemory; readonly places: PlaceMemory };

/** Asking the system for it takes some microseconds, and it changes slowly. */
const MEMORY_EVERY = 16;

/** One invocation as it is watched: what it called, and in the end its record. Times are milliseconds of `performance.now()`. */
export class Invocation {
  readonly #number: number;
  readonly #facts: InvocationFacts;
  readonly #memory: Memory;
  readonly #emit: (record: object) => void;
  readonly #startedMs = performance.now();
  readonly #groups: CallGroup[] = [];
  readonly #located = new Map<string, { times: number; last: CallGroup | undefined }>();
  readonly #spans: [number, number, number][] = [];
  readonly #open = new Set<OpenCall>();
  readonly #cache = new Map<string, { hits: number; misses: number }>();
  #pendingTimer: NodeJS.Timeout | undefined;
  #pendingLines = 0;
  #ended = false;

  constructor(number: number, facts: InvocationFacts, memory: Memory, emit: (record: object) => void) {
    this.#number = number;
    this.#facts = facts;
    this.#memory = memory;
    this.#emit = emit;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether its calls are looked at; of an invocation left out by sampling only how it ended is told. */
  get detailed(): boolean {
    return this.#facts.detailed;
  }

  /** Told by code that knows better than the handler's answer, as of a streamed one. */
  status: number | undefined;

  beginCall(start: CallStart): OpenCall | undefined {
    if (this.#ended || !this.detailed) return undefined;
    const group = this.#groupOf(start);
    if (!group) return undefined;
    const startedMs = performance.now();
    const { key } = start;
    group.count += 1;
    if (group.keys.has(key)) group.repeats += 1;
    else if (key >= 0 && group.keys.size < MOST_KEYS) group.keys.add(key);
    else group.uniques += 1;
    if (key >= 0 && this.#memory.keys.ask(key, this.#number, startedMs)) group.seenBefore += 1;
    let span: [number, number, number] | undefined;
    if (this.#spans.length < MOST_SPANS) {
      span = [group.index, startedMs - this.#startedMs, 0];
      this.#spans.push(span);
    }
    const open = { group, startedMs, span, announced: false };
    this.#open.add(open);
    if (this.#pendingTimer === undefined) this.#watchPending(PENDING_AFTER_MS);
    return open;
  }

  endCall(call: OpenCall, { failed, timedOut }: CallEnd): void {
    if (!this.#open.delete(call)) return;
    const { group, span } = call;
    const durationMs = performance.now() - call.startedMs;
    group.totalMs += durationMs;
    group.maxMs = Math.max(group.maxMs, durationMs);
    if (failed) group.failed += 1;
    if (timedOut) group.timedOut += 1;
    if (span) span[2] = durationMs;
  }

  countCache(whole: unknown, kind: 'hits' | 'misses'): void {
    if (typeof whole !== 'string') return;
    const name = whole.slice(0, LONGEST_NAME);
    if (this.#ended || (this.#cache.size >= MOST_CACHES && !this.#cache.has(name))) return;
    const counts = this.#cache.get(name) ?? { hits: 0, misses: 0 };
    counts[kind] += 1;
    this.#cache.set(name, counts);
  }

  /** Emits the record, once. Calls that are still open are counted as lasting until now; what they come to later is lost. */
  end({ outcome, status, thrown }: InvocationEnd, root: AppRoot): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#pendingTimer);
    for (const call of this.#open) this.endCall(call, { failed: false, timedOut: false });
    const { requestId, version, environment, qualifier, cold, route, caller, inputBytes, inputItems, initMs } = this.#facts;
    this.#emit({
      pawl: 'invocation',
      at: Date.now(),
      requestId,
      version,
      environment,
      cold,
      inputBytes,
      ...(inputItems !== undefined && { items: inputItems }),
      ...(initMs !== undefined && { initMs: Math.round(initMs) }),
      ...(qualifier !== undefined && { qualifier }),
      ...(route !== undefined && { route }),
      outcome,
      ...(status !== undefined && { status }),
      durationMs: rounded(performance.now() - this.#startedMs),
      ...(this.#number % MEMORY_EVERY === 1 && { memoryUsedMb: Math.round(process.resourceUsage().maxRSS / 1024) }),
      ...(thrown && { error: errorFacts(thrown.value, root) }),
      ...(caller !== undefined && { caller }),
      ...(!this.detailed && { detail: false }),
      calls: this.#groups.map(callRecord),
      spans: this.#spans.map(([index, startMs, durationMs]) => [index, rounded(startMs), rounded(durationMs)]),
      ...(this.#cache.size > 0 && { cache: Object.fromEntries(this.#cache) }),
    });
  }

  #groupOf({ shape: whole, method, kind, reads = false, locate }: CallStart): CallGroup | undefined {
    const shape = whole.length > LONGEST_SHAPE ? whole.slice(0, LONGEST_SHAPE) : whole;
    let located = this.#located.get(shape);
    if (located === undefined) {
      if (this.#groups.length >= MOST_SHAPES) return undefined;
      this.#located.set(shape, (located = { times: 0, last: undefined }));
    }
    located.times += 1;
    if (located.last && located.times > MOST_LOCATED) return located.last;
    const site = this.#memory.places.placeOf(`${this.#facts.route ?? ''}\n${shape}`, locate);
    let group = this.#groups.findLast((candidate) => candidate.shape === shape && isSameSite(candidate.site, site));
    if (!group) {
      if (this.#groups.length >= MOST_SHAPES) return undefined;
      group = { index: this.#groups.length, shape, method: method.slice(0, LONGEST_NAME), kind, reads, site, count: 0, totalMs: 0, maxMs: 0, keys: new Set(), uniques: 0, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0 };
      this.#groups.push(group);
    }
    located.last = group;
    return group;
  }

  #watchPending(afterMs: number): void {
    const leftMs = this.#facts.deadlineMs - LAST_WORDS_MS - performance.now();
    const isLast = leftMs < afterMs;
    if (isLast && leftMs < 0) return;
    this.#pendingTimer = setTimeout(
      () => {
        this.#announcePending(isLast ? WAITS_MS : PENDING_AFTER_MS);
        this.#watchPending(PENDING_AFTER_MS / 2);
      },
      isLast ? leftMs : afterMs,
    ).unref();
  }

  #announcePending(atLeastMs: number): void {
    const nowMs = performance.now();
    const { requestId, version, environment, qualifier } = this.#facts;
    for (const call of this.#open) {
      const elapsedMs = nowMs - call.startedMs;
      if (call.announced || elapsedMs < atLeastMs || this.#pendingLines >= MOST_PENDING_LINES) continue;
      call.announced = true;
      this.#pendingLines += 1;
      const { shape, method, site } = call.group;
      this.#emit({ pawl: 'pending', at: Date.now(), requestId, version, environment, ...(qualifier !== undefined && { qualifier }), shape, method, stack: site.frames, elapsedMs: rounded(elapsedMs) });
    }
  }
}

const callRecord = ({ shape, method, kind, reads, site, count, totalMs, maxMs, keys, uniques, repeats, seenBefore, failed, timedOut }: CallGroup): object => ({
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

const rounded = (ms: number): number => Math.round(ms * 100) / 100;
