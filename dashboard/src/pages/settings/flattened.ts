/** A tree of settings as lines of dotted name and value; short lists stay on one line. */
export const flattened = (value: unknown, name = ''): readonly (readonly [string, string])[] => {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    if (items.every((item) => typeof item !== 'object' || item === null)) return [[name, items.length === 0 ? 'none' : items.map(String).join(', ')]];
    return items.flatMap((item, index) => flattened(item, `${name}[${index}]`));
  }
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, inner]) => flattened(inner, name === '' ? key : `${name}.${key}`));
  return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
};
