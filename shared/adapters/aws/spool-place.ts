/**
 * The place of a record in the one order in which a function's telemetry is read: by `at`, then by `id`.
 * A record that was delivered in time has its own time there, so lines of many streams and batches come out in the order in which they
 * were logged. One that took longer than the allowance has its arrival less the allowance, which no reader has passed yet: late, never lost.
 */
export type Place = { readonly at: number; readonly id: string };

export const placeOf = (record: { readonly at: number; readonly id: string }, arrivedAt: number, deliveryMs: number): Place => ({
  at: Math.max(0, Math.floor(Math.min(Math.max(record.at, arrivedAt - deliveryMs), arrivedAt))),
  id: record.id,
});

const BEGINNING: Place = { at: 0, id: '' };

export const comparePlaces = (a: Place, b: Place): number => a.at - b.at || (a.id < b.id ? -1 : Number(a.id > b.id));

export const cursorOf = ({ at, id }: Place): string => `${at}|${id}`;

/** The place of the last record read. Throws when the cursor is none of the spool's. */
export const placeOfCursor = (cursor: string | undefined): Place => {
  if (cursor === undefined) return BEGINNING;
  const [, at, id] = /^(\d{1,15})\|(.*)$/s.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw new Error(`${JSON.stringify(cursor.slice(0, 80))} is not a cursor of the telemetry spool.`);
  return { at: Number(at), id };
};
