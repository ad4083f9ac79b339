import type { BusEvent, LiveBus } from '../../ports/bus.ts';

/** A bus for one process. A listener that throws does not keep the others from hearing. */
export const inProcessBus = (): LiveBus => {
  const listeners = new Set<(event: BusEvent) => void>();
  return {
    publish: async (event) => {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          // Showing progress must not stop what is being shown.
        }
      }
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
