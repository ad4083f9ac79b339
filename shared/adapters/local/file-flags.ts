import { readFile } from 'node:fs/promises';
import type { Flags } from '../../ports/flags.ts';
import type { Host } from '../../ports/host.ts';
import { ALL_ON, parseSwitches, unknownSwitches, unreadableSwitches } from '../flag-switches.ts';

/** Switches in a JSON file, read whenever one is asked for; a file that is not there switches nothing off. What is wrong with it is told once, until the file changes. */
export const fileFlags = (file: string, host: Pick<Host, 'notify'>): Flags => {
  let text: string | undefined;
  let switches = ALL_ON;
  const refresh = async (): Promise<void> => {
    const now = await readFile(file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
      return `unreadable: ${String(error)}`;
    });
    if (now === text) return;
    text = now;
    try {
      switches = parseSwitches(now);
      if (switches.unknown.length > 0) host.notify(unknownSwitches(file, switches.unknown));
    } catch (error) {
      host.notify(unreadableSwitches(file, now.startsWith('unreadable: ') ? now.slice('unreadable: '.length) : error));
    }
  };
  return {
    isOn: async (flag) => {
      await refresh();
      return switches.isOn(flag);
    },
  };
};
