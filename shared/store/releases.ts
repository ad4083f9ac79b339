import { Improvement, type ImprovementState } from '../domain/improvement.ts';
import { Release } from '../domain/release.ts';
import type { Change, ItemStore } from '../ports/item-store.ts';
import { asBody, readDocument } from './document.ts';
import { keys } from './keys.ts';

/** Candidates exposed to traffic, the lease that lets a target have one at a time, and the lists that tick and guard walk. */
export class Releases {
  readonly #store: ItemStore;

  constructor(store: ItemStore) {
    this.#store = store;
  }

  async find(improvementId: string): Promise<Release | undefined> {
    return (await readDocument(this.#store, keys.release(improvementId), Release))?.value;
  }

  async get(improvementId: string): Promise<Release> {
    const release = await this.find(improvementId);
    if (!release) throw new Error(`There is no release of ${improvementId} in the store.`);
    return release;
  }

  /** The changes that open a release: go into the write that claims `releasing`, so that the claim and the lease are one. */
  opening(release: Release): Change[] {
    const row = { targetId: release.targetId };
    return [
      { kind: 'put', key: keys.release(release.improvementId), body: asBody(release), when: 'absent' },
      { kind: 'put', key: keys.releaseLease(release.targetId), body: { improvementId: release.improvementId }, when: 'absent' },
      { kind: 'put', key: keys.activeReleaseRow(release.improvementId), body: row, when: 'absent' },
    ];
  }

  /** The changes that open the taking back of what was promoted: its target's lease, and a place in the list that the guard walks. */
  reopening({ improvementId, targetId }: Release): Change[] {
    return [
      { kind: 'put', key: keys.releaseLease(targetId), body: { improvementId }, when: 'absent' },
      { kind: 'put', key: keys.activeReleaseRow(improvementId), body: { targetId }, when: 'absent' },
    ];
  }

  /** The changes that end it: lease and list rows, whatever of them is still there and still this release's. */
  async closing(release: Release, { keepWatching = false } = {}): Promise<Change[]> {
    const { improvementId, targetId } = release;
    const [lease, active, after] = await Promise.all([
      this.#store.get(keys.releaseLease(targetId)),
      this.#store.get(keys.activeReleaseRow(improvementId)),
      this.#store.get(keys.watchedAfterRow(improvementId)),
    ]);
    const changes: Change[] = [];
    if (lease && holderOf(lease.body) === improvementId) changes.push({ kind: 'remove', key: lease.key, when: lease.version });
    if (active) changes.push({ kind: 'remove', key: active.key, when: active.version });
    if (after && !keepWatching) changes.push({ kind: 'remove', key: after.key, when: after.version });
    if (!after && keepWatching) changes.push({ kind: 'put', key: keys.watchedAfterRow(improvementId), body: { targetId }, when: 'absent' });
    return changes;
  }

  /** Which improvement holds the target's release lease. */
  async holder(targetId: string): Promise<string | undefined> {
    const lease = await this.#store.get(keys.releaseLease(targetId));
    return lease && holderOf(lease.body);
  }

  /** Improvements with a candidate that may be exposed. */
  async active(): Promise<string[]> {
    return this.#ids('releases#active');
  }

  /** Promoted ones that are watched for as long again. */
  async watchedAfter(): Promise<string[]> {
    return this.#ids('releases#watched-after');
  }

  /** Targets on which something is being released, and those on which something promoted is watched. */
  async targetsInPlay(): Promise<{ readonly releasing: readonly string[]; readonly watchedAfter: readonly string[] }> {
    const [releasing, watchedAfter] = await Promise.all(['releases#active', 'releases#watched-after'].map(async (pk) => (await this.#store.query({ pk, limit: 1000 })).items.flatMap(({ body }) => targetOf(body) ?? [])));
    return { releasing: releasing ?? [], watchedAfter: watchedAfter ?? [] };
  }

  /** Stops watching a promoted one. */
  async endWatch(improvementId: string): Promise<void> {
    const row = await this.#store.get(keys.watchedAfterRow(improvementId));
    if (row) await this.#store.write([{ kind: 'remove', key: row.key, when: row.version }]);
  }

  /**
   * Changes the release while its improvement is in one of `states`: both are checked in one write, so that an effect
   * can never be recorded after somebody else has turned the release round. `undefined` when it no longer is, or when `change` declines.
   */
  async amend(improvementId: string, states: readonly ImprovementState[], change: (release: Release) => Release | undefined): Promise<Release | undefined> {
    for (;;) {
      const improvement = await readDocument(this.#store, keys.improvement(improvementId), Improvement);
      const release = await readDocument(this.#store, keys.release(improvementId), Release);
      if (!improvement || !release || !states.includes(improvement.value.state)) return undefined;
      const next = change(release.value);
      if (!next) return undefined;
      const written = await this.#store.write([
        { kind: 'check', key: keys.improvement(improvementId), when: improvement.version },
        { kind: 'put', key: keys.release(improvementId), body: asBody(next), when: release.version },
      ]);
      if (written.ok) return next;
    }
  }

  /** The change that lets another write happen only while the release is still as it was read. */
  async unchanged(improvementId: string, release: Release): Promise<Change[]> {
    const held = await readDocument(this.#store, keys.release(improvementId), Release);
    const same = held !== undefined && held.value.mergeOnto === release.mergeOnto;
    return [{ kind: 'check', key: keys.release(improvementId), when: same ? held.version : 'absent' }];
  }

  async #ids(pk: string): Promise<string[]> {
    const { items } = await this.#store.query({ pk, limit: 1000 });
    return items.map(({ key }) => key.sk);
  }
}

const targetOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'targetId' in body && typeof body.targetId === 'string' ? body.targetId : undefined;

const holderOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'improvementId' in body && typeof body.improvementId === 'string' ? body.improvementId : undefined;
