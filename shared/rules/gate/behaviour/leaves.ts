/** The leaves of a JSON value by their path (`returned.body.items.0.price`), each as JSON text. Empty lists and objects are leaves. */
export function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (each: unknown, path: string): void => {
    const entries = typeof each === 'object' && each !== null ? Object.entries(each) : [];
    if (entries.length === 0) leaves.set(path, JSON.stringify(each) ?? 'undefined');
    for (const [name, inner] of entries) visit(inner, path === '' ? name : `${path}.${name}`);
  };
  if (value !== undefined) visit(value, '');
  return leaves;
}
