import type { SpoolObjects } from '../../shared/adapters/aws/spool-objects.ts';
import type { Clock } from '../../shared/ports/clock.ts';

export type MemorySpool = { -readonly [Verb in keyof SpoolObjects]: SpoolObjects[Verb] } & {
  /** Gives an object that shows in listings from `visibleAt` on. */
  readonly place: (key: string, bytes: Uint8Array, visibleAt?: number) => void;
  readonly counts: { lists: number; gets: number; puts: number };
  readonly stored: ReadonlyMap<string, { bytes: Uint8Array; visibleAt: number }>;
};

/** The spool's object store in memory; listings in byte order. Its verbs can be replaced by ones that fail. */
export const memorySpool = (clock: Clock): MemorySpool => {
  const stored = new Map<string, { bytes: Uint8Array; visibleAt: number }>();
  const counts = { lists: 0, gets: 0, puts: 0 };
  return {
    stored,
    counts,
    place: (key, bytes, visibleAt = clock.now()) => void stored.set(key, { bytes, visibleAt }),
    async *keys(prefix, startAfter) {
      counts.lists += 1;
      const keys = [...stored].filter(([key, { visibleAt }]) => key.startsWith(prefix) && key > startAfter && visibleAt <= clock.now()).map(([key]) => key);
      yield* keys.sort();
    },
    async get(key) {
      counts.gets += 1;
      return stored.get(key)?.bytes;
    },
    async put(key, bytes) {
      counts.puts += 1;
      stored.set(key, { bytes, visibleAt: clock.now() });
    },
  };
};
