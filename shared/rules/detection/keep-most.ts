/** Leaves the `most` entries that weigh most, in place. */
export const keepMost = <Value>(record: Record<string, Value>, most: number, weigh: (value: Value) => number): void => {
  const entries = Object.entries(record);
  if (entries.length <= most) return;
  // Weighed once each: a full record makes room for every newcomer.
  const weighed = entries.map(([key, value]): [key: string, weight: number] => [key, weigh(value)]);
  weighed.sort(([, a], [, b]) => b - a);
  for (const [key] of weighed.slice(most)) delete record[key];
};

/** The entry of `key`, made if need be; when the record is full, the lightest entry makes room. */
export const entryOf = <Value>(record: Record<string, Value>, key: string, most: number, make: () => Value, weigh: (value: Value) => number): Value => {
  const found = record[key];
  if (found !== undefined) return found;
  keepMost(record, most - 1, weigh);
  return (record[key] = make());
};
