import { hash32 } from './text-key.ts';

const REGISTERS = 128;
const INDEX_BITS = 7;

/** No callers yet. */
export const NO_CALLERS = '';

const rankAt = (registers: string, index: number): number => (registers === NO_CALLERS ? 0 : Number.parseInt(registers.charAt(index), 36));

/**
 * Counts a caller in a HyperLogLog of 128 registers (Flajolet et al. 2007), one base-36 digit each: distinct callers to within about 9 %
 * in 128 bytes, mergeable, and no caller can be read back from it.
 */
export const countCaller = (registers: string, caller: string): string => {
  const hash = hash32(caller);
  const index = hash & (REGISTERS - 1);
  const rank = Math.clz32(hash >>> INDEX_BITS) - INDEX_BITS + 1;
  if (rankAt(registers, index) >= rank) return registers;
  const full = registers === NO_CALLERS ? '0'.repeat(REGISTERS) : registers;
  return full.slice(0, index) + rank.toString(36) + full.slice(index + 1);
};

/** The union of two counts. */
export const mergeCallers = (a: string, b: string): string => {
  if (a === NO_CALLERS || b === NO_CALLERS) return a === NO_CALLERS ? b : a;
  return Array.from({ length: REGISTERS }, (_, index) => Math.max(rankAt(a, index), rankAt(b, index)).toString(36)).join('');
};

/** About how many distinct callers were counted. */
export const estimateCallers = (registers: string): number => {
  if (registers === NO_CALLERS) return 0;
  const ranks = Array.from({ length: REGISTERS }, (_, index) => rankAt(registers, index));
  const raw = ((0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS ** 2) / ranks.reduce((sum, rank) => sum + 2 ** -rank, 0);
  const empty = ranks.filter((rank) => rank === 0).length;
  // Few callers: counting the empty registers is more exact (same source, section 4).
  return Math.round(raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw);
};
