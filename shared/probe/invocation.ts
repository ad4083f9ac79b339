import type { KeyMemory } from './key-memory.ts';
import { redact } from './redact.ts';
import { framesOfText, isSameSite, type AppRoot, type CallSiteFrames } from './stack-frames.ts';

/** More would make the line long without telling more. */
const MOST_SHAPES = 60;
const MOST_SPANS = 40;
const PENDING_AFTER_MS = 1_000;
const MOST_PENDING_LINES = 10;

/** `key` below 0: nothing else can ask for the same. */
export type CallStart = { readonly shape: string; readonly method: string; readonly key: number; readonly site: CallSiteFrames };

/** The calls of one shape from one place so far. */
type CallGroup = {
  index: number;
  shape: string;
  method: string;
  site: CallSiteFrames;
  count: number;
  totalMs: number;
  maxMs: number;
  keys: Set<number>;
  repeats: number;
  seenBefore: number;
  failed: number;
  timedOut: number;
};

export type OpenCall = { readonly group: CallGroup; readonly startedMs: number; readonly span: [number, number, number] | undefined; announced: boolean };

export type InvocationFacts = {
  readonly requestId: string;
  readonly version: string;
  readonly environment: string;
  readonly qualifier: string | undefined;
  readonly cold: boolean;
  readonly route: string | undefined;
  readonly caller: string | undefined;
  readonly inputBytes: number;
};

export type CallEnd = { readonly failed: boolean; readonly timedOut: boolean };

export type InvocationEnd = { readonly outcome: 'ok' | 'error' | 'fault'; readonly status?: number; readonly thrown?: { readonly value: unknown } };

/** One invocation as it is watched: what it called, and in the end its record. Times are milliseconds of `performance.now()`. */
export class Invocation {
  readonly #number: number;
  readonly #facts: InvocationFacts;
  readonly #memory: KeyMemory;
  readonly #emit: (record: object) => void;
  readonly #startedMs = performance.now();
  readonly #groups: CallGroup[] = [];
  readonly #spans: [number, number, number][] = [];
  readonly #open = new Set<OpenCall>();
  readonly #cache = new Map<string, { hits: number; misses: number }>();
  #pendingTimer: NodeJS.Timeout | undefined;
  #pendingLines = 0;
  #ended = false;

  constructor(number: number, facts: InvocationFacts, memory: KeyMemory, emit: (record: object) => void) {
    this.#number = number;
    this.#facts = facts;
    this.#memory = memory;
    this.#emit = emit;
  }

  beginCall({ shape, method, key, site }: CallStart): OpenCall | undefined {
    let group = this.#groups.findLast((candidate) => candidate.shape === shape && isSameSite(candidate.site, site));
    if (!group) {
      if (this.#groups.length >= MOST_SHAPES || this.#ended) return undefined;
      group = { index: this.#groups.length, shape, method, site, count: 0, totalMs: 0, maxMs: 0, keys: new Set(), repeats: 0, seenBefore: 0, failed: 0, timedOut: 0 };
      this.#groups.push(group);
    }
    const startedMs = performance.now();
    group.count += 1;
    if (group.keys.has(key)) group.repeats += 1;
    else group.keys.add(key);
    if (key >= 0 && this.#memory.ask(key, this.#number, startedMs)) group.seenBefore += 1;
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

  countCache(name: string, kind: 'hits' | 'misses'): void {
    const counts = this.#cache.get(name) ?? { hits: 0, misses: 0 };
    counts[kind] += 1;
    this.#cache.set(name, counts);
  }

  /** Emits the record. Calls that are still open are counted as lasting until now; what they come to later is lost. */
  end({ outcome, status, thrown }: InvocationEnd, root: AppRoot): void {
    this.#ended = true;
    clearTimeout(this.#pendingTimer);
    for (const call of this.#open) this.endCall(call, { failed: false, timedOut: false });
    const { route, caller, qualifier, ...facts } = this.#facts;
    this.#emit({
      pawl: 'invocation',
      at: Date.now(),
      ...facts,
      ...(qualifier !== undefined && { qualifier }),
      ...(route !== undefined && { route }),
      outcome,
      ...(status !== undefined && { status }),
      durationMs: rounded(performance.now() - this.#startedMs),
      ...(thrown && { error: errorFacts(thrown.value, root) }),
      ...(caller !== undefined && { caller }),
      calls: this.#groups.map(callRecord),
      spans: this.#spans.map(([index, startMs, durationMs]) => [index, rounded(startMs), rounded(durationMs)]),
      ...(this.#cache.size > 0 && { cache: Object.fromEntries(this.#cache) }),
    });
  }

  #watchPending(afterMs: number): void {
    this.#pendingTimer = setTimeout(() => {
      this.#announcePending();
      this.#watchPending(PENDING_AFTER_MS / 2);
    }, afterMs).unref();
  }

  #announcePending(): void {
    const nowMs = performance.now();
    const { requestId, version, environment, qualifier } = this.#facts;
    for (const call of this.#open) {
      const elapsedMs = nowMs - call.startedMs;
      if (call.announced || elapsedMs < PENDING_AFTER_MS || this.#pendingLines >= MOST_PENDING_LINES) continue;
      call.announced = true;
      this.#pendingLines += 1;
      const { shape, method, site } = call.group;
      this.#emit({ pawl: 'pending', at: Date.now(), requestId, version, environment, ...(qualifier !== undefined && { qualifier }), shape, method, stack: site.frames, elapsedMs: rounded(elapsedMs) });
    }
  }
}

const callRecord = ({ shape, method, site, count, totalMs, maxMs, keys, repeats, seenBefore, failed, timedOut }: CallGroup): object => ({
  shape,
  method,
  stack: site.frames,
  count,
  totalMs: rounded(totalMs),
  maxMs: rounded(maxMs),
  distinctKeys: keys.size,
  repeats,
  seenBefore,
  failed,
  timedOut,
});

const rounded = (ms: number): number => Math.round(ms * 100) / 100;

function errorFacts(thrown: unknown, root: AppRoot): { name: string; message: string; stack: string[] } {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: redact(typeof thrown === 'string' ? thrown : ''), stack: [] };
  return { name: thrown.name, message: redact(thrown.message), stack: framesOfText(root, thrown.stack ?? '') };
}
