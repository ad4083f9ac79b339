/**
 * A process that waits for the word, then tries to put each of `count` keys of one store file, and tells how many it was first at.
 * Each process begins elsewhere in the same ring of keys, so that all of them win some and lose some.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';

const [file = '', name = '', count = '0'] = process.argv.slice(2);
const store = new SqliteItemStore(file, systemClock);
process.send?.('ready');
await once(process, 'message');
let won = 0;
for (let step = 0; step < Number(count); step += 1) {
  const index = (step + (Number(name) * Number(count)) / 4) % Number(count);
  const result = await store.write([{ kind: 'put', key: { pk: 'race', sk: String(index) }, body: { by: name }, when: 'absent' }]);
  if (result.ok) won += 1;
  await pause(0); // lets the others at the file: SQLite's lock is not a fair queue
}
process.send?.(won, () => process.exit(0));
