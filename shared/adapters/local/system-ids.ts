import { createHash, randomBytes } from 'node:crypto';
import type { Ids } from '../../ports/ids.ts';

/** Ids that sort by time: eight base-36 digits of the clock, then 80 random bits. */
export const systemIds: Ids = {
  next: (prefix) => `${prefix}-${Date.now().toString(36).padStart(9, '0')}${randomBytes(10).toString('hex')}`,
  derived: (prefix, cause) => `${prefix}-${createHash('sha256').update(cause).digest('hex').slice(0, 24)}`,
};
