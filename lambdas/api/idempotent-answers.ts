import { createHash } from 'node:crypto';
import * as z from 'zod';
import { readDocument, asBody } from '../../shared/store/document.ts';
import type { Caller } from '../../shared/domain/caller.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ItemStore, Key } from '../../shared/ports/item-store.ts';
import { ProblemError } from './problem.ts';

/** Visible characters, as they stand or in the quotes of a string of RFC 8941. */
export const KEY = /^(?:[!#-[\]-~]{1,200}|"[!#-[\]-~]{1,200}")$/;

const KEPT_MS = 24 * 3_600_000;
/** Who died in the middle of an act holds its key for so long: longer than any act takes. */
const LEASE_MS = 120_000;
/** Answers larger than this are not kept; the act is done again then, and is idempotent by its own cause. */
const MOST_KEPT_CHARACTERS = 100_000;

const Kept = z.object({ digest: z.string(), state: z.enum(['running', 'done']), leaseUntil: z.number(), status: z.number().int().optional(), body: z.string().optional() });

export type KeptAnswer = { readonly status: number; readonly body: string };

export type KeyedRequest = { readonly caller: Caller; readonly key: string; readonly command: string; readonly input: unknown };

/**
 * Answers to requests with an `Idempotency-Key`, kept for a day: told again, the same request gets the same answer and nothing is done twice.
 * `perform` gets an id that is the same for each telling, so that an act that was cut off half-way is taken up and not begun anew.
 * Throws `ProblemError`: `key-reused` for another request under the same key, `in-progress` while the first is being answered.
 */
export const answeredOnce = async (
  { store, clock }: { readonly store: ItemStore; readonly clock: Pick<Clock, 'now'> },
  request: KeyedRequest,
  perform: (requestId: string) => Promise<KeptAnswer>,
): Promise<KeptAnswer & { readonly replayed: boolean }> => {
  const key = keyOf(request);
  const digest = sha256(`${request.command}\n${canonical(request.input)}`);
  const claimed = await claim(store, key, digest, clock);
  if ('status' in claimed) return { ...claimed, replayed: true };
  const settle = async (answer: KeptAnswer | undefined): Promise<void> => {
    const held = await store.get(key);
    // Somebody took it over after the lease: the key is theirs.
    if (held?.version !== claimed.version) return;
    await store.write([
      answer === undefined
        ? { kind: 'remove', key, when: held.version }
        : { kind: 'put', key, when: held.version, expiresAt: clock.now() + KEPT_MS, body: asBody({ digest, state: 'done', leaseUntil: 0, ...answer }) },
    ]);
  };
  try {
    const answer = await perform(sha256(`${key.pk}/${key.sk}`));
    await settle(answer.status < 500 && answer.status !== 429 && answer.body.length <= MOST_KEPT_CHARACTERS ? answer : undefined);
    return { ...answer, replayed: false };
  } catch (error) {
    await settle(undefined);
    throw error;
  }
};

const claim = async (store: ItemStore, key: Key, digest: string, clock: Pick<Clock, 'now'>): Promise<KeptAnswer | { readonly version: number }> => {
  for (;;) {
    const held = await readDocument(store, key, Kept);
    if (held && held.value.digest !== digest) throw new ProblemError('key-reused', 'This Idempotency-Key was sent with another request: take a new one for each act.');
    if (held?.value.state === 'done') return { status: held.value.status ?? 200, body: held.value.body ?? '{}' };
    const now = clock.now();
    if (held && held.value.leaseUntil > now) throw new ProblemError('in-progress', 'The same request is being answered: ask again in a moment.', { 'retry-after': '1' });
    const written = await store.write([{ kind: 'put', key, when: held?.version ?? 'absent', expiresAt: now + KEPT_MS, body: asBody({ digest, state: 'running', leaseUntil: now + LEASE_MS }) }]);
    const mine = written.ok ? await store.get(key) : undefined;
    if (mine) return { version: mine.version };
  }
};

/** Keys are one caller's: two callers with the same key do not meet. */
const keyOf = ({ caller: { name, kind, tenants }, key }: KeyedRequest): Key => ({ pk: `idempotency#${sha256(canonical([name, kind, tenants]))}`, sk: sha256(key) });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON with the names of each object in order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner)) ?? 'null';
