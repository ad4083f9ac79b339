/** A read's input as a query string: arrays repeated, what is not set left out, keys in order so that the same question has the same address. */
export const queryOf = (input: Readonly<Record<string, unknown>>): string => {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input).toSorted(([a], [b]) => a.localeCompare(b))) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) query.append(key, String(one));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};
