import type { Change, Item, ItemStore } from '../../shared/ports/item-store.ts';
import { readUnits, writeUnits } from '../../shared/rules/telemetry/dynamo-units.ts';

/** What went through a store: requests, bytes of bodies, and the units that DynamoDB bills for them. */
export type StoreMeter = { gets: number; queries: number; writes: number; bytesRead: number; bytesWritten: number; readUnits: number; writeUnits: number };

export const newStoreMeter = (): StoreMeter => ({ gets: 0, queries: 0, writes: 0, bytesRead: 0, bytesWritten: 0, readUnits: 0, writeUnits: 0 });

/** Names of attributes, version and expiry of a row, beside key and body. */
const ROW_BYTES = 70;

const bytesOf = (body: unknown): number => Buffer.byteLength(JSON.stringify(body) ?? '');
const rowBytes = ({ key, body }: Pick<Item, 'key' | 'body'>): number => ROW_BYTES + key.pk.length + key.sk.length + bytesOf(body);

/** Write units of changes that are made in one write, which is a transaction unless it is one put. */
export const unitsOfWrite = (changes: readonly Change[], { inTransaction = changes.length > 1 || changes[0]?.kind !== 'put' } = {}): number =>
  changes.reduce((sum, change) => sum + writeUnits(change.kind === 'put' ? rowBytes(change) : 0, { inTransaction }), 0);

/** The store, with everything that goes through it counted in `meter`. A write that was refused costs as much as one that was not. */
export const meteredStore = (store: ItemStore, meter: StoreMeter): ItemStore => ({
  async get(key) {
    const item = await store.get(key);
    const bytes = item === undefined ? 0 : rowBytes(item);
    meter.gets += 1;
    meter.bytesRead += bytes;
    meter.readUnits += readUnits(bytes);
    return item;
  },
  async query(query) {
    const page = await store.query(query);
    const bytes = page.items.reduce((sum, item) => sum + rowBytes(item), 0);
    meter.queries += 1;
    meter.bytesRead += bytes;
    meter.readUnits += readUnits(bytes);
    return page;
  },
  async write(changes) {
    meter.writes += 1;
    meter.writeUnits += unitsOfWrite(changes);
    meter.bytesWritten += changes.reduce((sum, change) => sum + (change.kind === 'put' ? rowBytes(change) : 0), 0);
    // A counter is read before it is added to.
    meter.readUnits += changes.filter(({ kind }) => kind === 'add').length;
    return store.write(changes);
  },
});
