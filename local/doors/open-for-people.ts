import type { Host } from '../../shared/ports/host.ts';
import type { StateFolder } from '../machine/state-folder.ts';
import { ensureDoors } from './ensure-doors.ts';
import { tellLink } from './tell-link.ts';

/** Opens the page and its API beside a Pawl that begins, and says where. That they do not open is no reason for not watching a service: it is told, and Pawl goes on. Never throws. */
export const openForPeople = async ({ configFile, folder, host }: { readonly configFile: string; readonly folder: StateFolder; readonly host: Host }): Promise<void> => {
  try {
    const { url } = await ensureDoors(folder, configFile);
    await tellLink({ folder, host }, url);
  } catch (error) {
    host.notify({ code: 'PAWL-DOORS-091', level: 'warning', text: `${error instanceof Error ? error.message : String(error)} Everything else works; \`pawl serve\` tries again.` });
  }
};
