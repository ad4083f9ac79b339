import type { Estimate } from '../../domain/outcome.ts';

/** An estimate times a number; with a negative one low and high change places. */
export const scaled = ({ value, low, high }: Estimate, by: number): Estimate => (by < 0 ? { value: value * by, low: high * by, high: low * by } : { value: value * by, low: low * by, high: high * by });
