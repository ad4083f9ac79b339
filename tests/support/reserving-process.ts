/** `reserving-process.ts <file> <name> <calls>`: reserves so many calls at once, on a store that others reserve on too, and tells how many it got. */
import { once } from 'node:events';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { Budgets } from '../../shared/store/budgets.ts';
import { reservation } from './reservation.ts';

const [file = '', name = '', calls = '0'] = process.argv.slice(2);
const store = new SqliteItemStore(file, systemClock);
const budgets = new Budgets(store, (attempt) => systemClock.sleep(Math.random() * Math.min(50, 2 * attempt)));
process.send?.('ready');
await once(process, 'message');
const reserved = await Promise.all(Array.from({ length: Number(calls) }, (_, index) => budgets.reserve(reservation(`${name}-${index}`))));
process.send?.(reserved.filter(({ ok }) => ok).length);
store.close();
process.disconnect();
