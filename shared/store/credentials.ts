import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { MOST_PERMISSIONS, type Caller, type CallerKind, type Door, type Permission } from '../domain/caller.ts';
import { Credential, NewCredential } from '../domain/credential.ts';
import type { Instant } from '../domain/instant.ts';
import type { ItemStore, Key } from '../ports/item-store.ts';
import { allDocuments, asBody, readDocument } from './document.ts';

/** How long what ended can still be looked at. */
const KEPT_MS = 30 * 86_400_000;
/** A use is written down at most so often. */
const USE_STEP_MS = 3_600_000;
/** `pawl_`, the credential's id (64 bits, no secret), and 256 random bits. */
const TOKEN = /^pawl_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

const Kept = Credential.omit({ lastUsedAt: true }).extend({ tokenHash: z.string().length(64) });
const Use = z.object({ at: z.number() });

const keyOf = (id: string): Key => ({ pk: 'credentials', sk: id });
const useKeyOf = (id: string): Key => ({ pk: 'credentials#used', sk: id });
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** What of the permissions a caller of this kind can hold: clamped when a credential is made, and again whenever it is used. */
const heldBy = (kind: CallerKind, may: readonly Permission[]): Permission[] => [...new Set(may)].filter((one) => (MOST_PERMISSIONS[kind] as readonly Permission[]).includes(one));

/** An agent's or program's name with its owner's, as it stands wherever it does something. */
const callerName = ({ name, owner }: { readonly name: string; readonly owner?: string | undefined }): string => (owner === undefined ? name : `${name} for ${owner}`);

/**
 * Who may come through a door with a token. Only the SHA-256 of a token is kept: with 256 random bits nothing slower is needed. It is found by the
 * id in the token and compared in constant time.
 */
export class Credentials {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  /** Makes a credential. The token is in this answer and nowhere else. Throws a `ZodError` for what does not fit; permissions its kind cannot hold are left out. */
  async create(request: NewCredential, { by, at }: { readonly by: string; readonly at: Instant }): Promise<{ readonly id: string; readonly token: string; readonly credential: Credential }> {
    const asked = NewCredential.parse(request);
    const id = randomBytes(8).toString('hex');
    const token = `pawl_${id}_${randomBytes(32).toString('base64url')}`;
    const credential: Credential = { ...asked, may: heldBy(asked.kind, asked.may), id, createdAt: at, createdBy: by };
    const written = await this.#store.write([{
      kind: 'put', key: keyOf(id), body: asBody({ ...credential, tokenHash: hashOf(token) }), when: 'absent',
      ...(asked.expiresAt === undefined ? {} : { expiresAt: asked.expiresAt + KEPT_MS }),
    }]);
    if (!written.ok) throw new Error('Two credentials got the same id. Try again.');
    return { id, token, credential };
  }

  /** Who holds this token; `undefined` for one that is unknown, changed, over or revoked, and all of these look alike. */
  async callerOf(token: string, door: Door, now: Instant): Promise<Caller | undefined> {
    const id = TOKEN.exec(token)?.[1];
    if (id === undefined) return undefined;
    const kept = (await readDocument(this.#store, keyOf(id), Kept))?.value;
    const isRight = timingSafeEqual(Buffer.from(kept?.tokenHash ?? '0'.repeat(64), 'hex'), Buffer.from(hashOf(token), 'hex'));
    if (kept === undefined || !isRight || !isInForce(kept, now)) return undefined;
    await this.#noteUse(id, now);
    const { kind, may, tenants, groups } = kept;
    return { name: callerName(kept), kind, door, may: heldBy(kind, may), tenants, groups };
  }

  /** Ends it at once. `false` when there is none of this id. Again: nothing changes. */
  async revoke(id: string, { by, at }: { readonly by: string; readonly at: Instant }): Promise<boolean> {
    const key = keyOf(id);
    for (;;) {
      const held = await readDocument(this.#store, key, Kept);
      if (held === undefined) return false;
      if (held.value.revokedAt !== undefined) return true;
      const written = await this.#store.write([{ kind: 'put', key, body: asBody({ ...held.value, revokedAt: at, revokedBy: by }), when: held.version, expiresAt: at + KEPT_MS }]);
      if (written.ok) return true;
    }
  }

  /** All that are in force or ended lately, newest first, without their hashes. */
  async list(): Promise<Credential[]> {
    const [kept, uses] = await Promise.all([allDocuments(this.#store, keyOf('').pk, Kept), this.#uses()]);
    return kept
      .map(({ tokenHash: _, ...credential }): Credential => ({ ...credential, lastUsedAt: uses.get(credential.id) }))
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  async #uses(): Promise<Map<string, Instant>> {
    const { items } = await this.#store.query({ pk: useKeyOf('').pk, limit: 1000 });
    return new Map(items.map(({ key, body }) => [key.sk, Use.parse(body).at]));
  }

  /** Beside the credential, so that a use never stands in a revocation's way. Somebody else's being first is as good. */
  async #noteUse(id: string, now: Instant): Promise<void> {
    const key = useKeyOf(id);
    const held = await readDocument(this.#store, key, Use);
    if (held && now - held.value.at < USE_STEP_MS) return;
    await this.#store.write([{ kind: 'put', key, body: { at: now - (now % USE_STEP_MS) }, when: held?.version ?? 'absent', expiresAt: now + 3 * KEPT_MS }]);
  }
}

/** Neither over nor revoked. */
export const isInForce = ({ expiresAt, revokedAt }: Pick<Credential, 'expiresAt' | 'revokedAt'>, now: Instant): boolean =>
  revokedAt === undefined && (expiresAt === undefined || now < expiresAt);
