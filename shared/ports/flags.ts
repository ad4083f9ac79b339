import type { Flag } from '../domain/flag.ts';

/**
 * Switches that work without a deployment. A flag that nobody switched is on; while `everything` is off, every flag is. Where switches outside the store
 * cannot be read, the last that were hold, and everything is on when there were none; what is kept in the store is as readable as all the rest of it.
 */
export interface Flags {
  isOn(flag: Flag): Promise<boolean>;
}
