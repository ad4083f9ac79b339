/** Switches that work without a deployment. An unknown flag is on. */
export interface Flags {
  isOn(flag: 'cycles' | `phase:${string}` | `remedy:${string}` | `tenant:${string}`): Promise<boolean>;
}
