/** `cycles`: whether cycles start at all. A phase, a kind of remedy, a tenant: whether Pawl does anything there. */
export type Flag = 'cycles' | `phase:${string}` | `remedy:${string}` | `tenant:${string}`;

/** Switches that work without a deployment. An unknown flag is on. Never throws: where the switches cannot be read, the last that were hold, and everything is on when there were none. */
export interface Flags {
  isOn(flag: Flag): Promise<boolean>;
}
