/** What `find` gives; `undefined` where it throws: watching never stands in the way of what is watched. */
export function attempt<Value>(find: () => Value): Value | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
