import type { Flag } from '../domain/flag.ts';
import type { Flags } from '../ports/flags.ts';
import type { Switches } from '../store/switches.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type SetFlagDependencies = Pick<CommandDependencies, 'clock'> & { readonly switches: Switches; readonly flags: Flags };

export type SetFlagRequest = { readonly flag: Flag; readonly on: boolean; readonly by: string; readonly reason: string };

/** Switches one flag. `changed: false`: it stood so already. `inForce`: what holds now, with the switches outside of Pawl. */
export const setFlag = async ({ switches, flags, clock }: SetFlagDependencies, { flag, on, by, reason }: SetFlagRequest): Promise<CommandResult<{ changed: boolean; inForce: boolean }>> => {
  if (flag === 'everything') return refused('stop-everything stops everything, and takes back what is exposed; go-on ends that.');
  const changed = await switches.set({ flag, on, by, at: clock.now(), reason });
  return { ok: true, changed, inForce: await flags.isOn(flag) };
};
