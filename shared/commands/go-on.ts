import { PAWL_CHAIN } from '../domain/audit.ts';
import type { Flags } from '../ports/flags.ts';
import { tell } from '../release/tell.ts';
import type { Switches } from '../store/switches.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';

export type GoOnDependencies = Pick<CommandDependencies, 'notifier' | 'clock'> & { readonly switches: Switches; readonly flags: Flags };

/** Ends the standstill. What waited goes on by itself; what was taken back stays back, and is found again. */
export const goOn = async (dependencies: GoOnDependencies, { by, reason }: { readonly by: string; readonly reason: string }): Promise<CommandResult<{ wentOn: boolean }>> => {
  const { switches, flags, clock } = dependencies;
  const at = clock.now();
  const wentOn = await switches.set({ flag: 'everything', on: true, by, at, reason });
  if (wentOn) await tell(dependencies, { key: `${PAWL_CHAIN}#went-on#${at}`, severity: 'medium', subject: 'Pawl goes on', text: `${by} ended the standstill: ${reason}` });
  if (!(await flags.isOn('everything'))) return refused('Everything is stopped outside as well: switch "everything" on in the file of switches, or in AppConfig.', 'off');
  return { ok: true, wentOn };
};
