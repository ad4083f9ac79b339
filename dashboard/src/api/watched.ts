/** A value that can be watched: what of the page's state outlives a single view. */
export type Watched<Value> = {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
  /** Calls back after each change; returns how to stop. */
  readonly watch: (listener: () => void) => () => void;
};

/** Makes a watched value. Setting what it already is tells nobody. */
export const watched = <Value>(initial: Value): Watched<Value> => {
  const listeners = new Set<() => void>();
  let present = initial;
  return {
    get: () => present,
    set: (value) => {
      if (Object.is(value, present)) return;
      present = value;
      for (const listener of listeners) listener();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
