/** The same, but for one property. */
export const without = <Value extends object, Name extends keyof Value>(value: Value, name: Name): Omit<Value, Name> => {
  const { [name]: _, ...rest } = value;
  return rest;
};
