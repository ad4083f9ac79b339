import { CallGroups, rounded, type CallGroup, type CallStart } from './call-groups.ts';
import { errorFacts } from './error-facts.ts';
import type { InvocationFacts } from './invocation-facts.ts';
import type { KeyMemory } from './key-memory.ts';
import type { PlaceMemory } from './place-memory.ts';
import type { AppRoot } from './stack-frames.ts';

/** More would make the line long without telling more. */
const MOST_SPANS = 40;
const MOST_CACHES = 40;
const LONGEST_NAME = 80;
const PENDING_AFTER_MS = 1_000;
const MOST_PENDING_LINES = 10;
/** Shortly before the deadline all that waits is told, so that a time-out below a second leaves evidence too. */
const LAST_WORDS_MS = 80;
const WAITS_MS = 50;
/** Asking the system for the memory takes some microseconds, and it changes slowly. */
const MEMORY_EVERY = 16;

export type OpenCall = { readonly group: CallGroup; readonly startedMs: number; readonly span: [number, number, number] | undefined; announced: boolean };

export type CallEnd = { readonly failed: boolean; readonly timedOut: boolean };

export type InvocationEnd = { readonly outcome: 'ok' | 'error' | 'fault'; readonly status?: number; readonly thrown?: { readonly value: unknown } };

/** What one environment remembers from invocation to invocation. */
export type Memory = { readonly keys: KeyMemory; readonly places: PlaceMemory };

/** One invocation as it is watched: what it called, and in the end its record. Times are milliseconds of `performance.now()`. */
export class Invocation {
  readonly #number: number;
  readonly #facts: InvocationFacts;
  readonly #memory: Memory;
  readonly #emit: (record: object) => void;
  readonly #startedMs = performance.now();
  readonly #groups: CallGroups;
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
    this.#groups = new CallGroups(memory.places, facts.route ?? '');
    this.#emit = emit;
  }

  get requestId(): string {
    return this.#facts.requestId;
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
    const group = this.#groups.add(start);
    if (!group) return undefined;
    const startedMs = performance.now();
    if (start.key >= 0 && this.#memory.keys.ask(start.key, this.#number, startedMs)) group.seenBefore += 1;
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
      calls: this.#groups.records(),
      spans: this.#spans.map(([index, startMs, durationMs]) => [index, rounded(startMs), rounded(durationMs)]),
      ...(this.#cache.size > 0 && { cache: Object.fromEntries(this.#cache) }),
    });
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
