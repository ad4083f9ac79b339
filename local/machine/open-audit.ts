import { existsSync } from 'node:fs';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { AuditLog } from '../../shared/store/audit-log.ts';
import type { StateFolder } from './state-folder.ts';

/** The audit log of a state folder, whether or not Pawl runs on it. `undefined` when nothing was kept there yet. */
export const openAudit = (folder: StateFolder): { readonly audit: AuditLog; readonly close: () => void } | undefined => {
  if (!existsSync(folder.store)) return undefined;
  const store = new SqliteItemStore(folder.store, systemClock);
  return { audit: new AuditLog(store), close: () => store.close() };
};
