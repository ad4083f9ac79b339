import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import type { Host } from '../../shared/ports/host.ts';
import type { StateFolder } from '../machine/state-folder.ts';
import { ownerLink } from './owner-link.ts';

/** Says where the page is, with a token for whoever reads this terminal. */
export const tellLink = async ({ folder, host }: { readonly folder: StateFolder; readonly host: Host }, url: string): Promise<void> => {
  const store = new SqliteItemStore(folder.store, systemClock);
  try {
    const { link } = await ownerLink({ store, clock: systemClock }, url);
    host.notify({ code: 'PAWL-DOORS-010', level: 'result', text: `See and decide at ${link}`, data: { url, link } });
  } finally {
    store.close();
  }
};
