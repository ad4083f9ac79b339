/**
 * A port whose adapter is made at its first call, and made again after that failed. For what most invocations do not use: an SDK client
 * takes 20 to 80 ms to load. `methods` names all that the adapter can do (the compiler sees to it); each answers later anyway.
 */
export const atFirstCall = <Port extends object>(methods: { readonly [Name in keyof Port]-?: true }, make: () => Promise<Port>): Port => {
  let made: Promise<Port> | undefined;
  const port = async (): Promise<Port> => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  const entries = Object.keys(methods).map((name) => [
    name,
    async (...given: readonly unknown[]): Promise<unknown> => {
      const adapter = await port();
      const method: unknown = Reflect.get(adapter, name);
      if (typeof method !== 'function') throw new TypeError(`This adapter cannot ${name}.`);
      return Reflect.apply(method, adapter, given);
    },
  ]);
  return Object.fromEntries(entries) as Port;
};
