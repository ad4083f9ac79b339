/** `arrivedAt` in milliseconds. `batch` is the same for the same content: two objects with it are one delivery, made twice. */
export type SpoolKey = { readonly arrivedAt: number; readonly batch: string };

const timeText = (at: number): string => String(at).padStart(15, '0');

/** Everything of one function. Keys in it sort by time of arrival. */
export const spoolPrefix = (functionName: string): string => `spool/${functionName}/`;

export const spoolKey = (functionName: string, { arrivedAt, batch }: SpoolKey): string => `${spoolPrefix(functionName)}${timeText(arrivedAt)}-${batch}.json.gz`;

/** The key after which everything arrived at `at` or later. */
export const spoolStart = (functionName: string, at: number): string => `${spoolPrefix(functionName)}${timeText(Math.max(0, at))}`;

/** `undefined` for an object that is none of the spool's. */
export const readSpoolKey = (key: string): SpoolKey | undefined => {
  const [, at, batch] = /\/(\d{15})-([0-9a-f]+-\d+)\.json\.gz$/.exec(key) ?? [];
  return at === undefined || batch === undefined ? undefined : { arrivedAt: Number(at), batch };
};
