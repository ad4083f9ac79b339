/**
 * The doors' process: `main.ts <config file> <state folder>`. Runs in a session of its own, so that a link goes on working while Pawl is started again,
 * and ends when it is told to, or when nothing has run on its folder for a while.
 */
import { existsSync } from 'node:fs';
import { runningModel } from '../machine/run-lock.ts';
import { stateFolder } from '../machine/state-folder.ts';
import { loadConfig } from '../settings/load-config.ts';
import { createJsonHost } from '../terminal/json-host.ts';
import { startDoors } from './start-doors.ts';
import { isInUse } from './is-in-use.ts';

const LOOK_MS = 2_000;
const IDLE_LOOKS_BEFORE_END = 5;

const [configFile = '', statePath = ''] = process.argv.slice(2);
const folder = stateFolder(statePath);
const host = createJsonHost(process.stdout);
const model = runningModel(folder);
const loaded = loadConfig(configFile, process.env, model === undefined ? {} : { model });
if (!loaded.ok) {
  host.notify({ code: 'PAWL-DOORS-091', level: 'error', text: `${configFile} cannot be used: \`pawl doctor\` says why.` });
  process.exit(1);
}
const doors = await startDoors({ config: { ...loaded.config, file: loaded.path }, folder, host, own: true });
host.notify({ code: 'PAWL-DOORS-001', level: 'info', text: `The doors are open at ${doors.url}` });

const end = async (): Promise<void> => {
  await doors.close();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

let idle = 0;
while (idle < IDLE_LOOKS_BEFORE_END && existsSync(folder.root)) {
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  idle = isInUse(folder) ? 0 : idle + 1;
}
host.notify({ code: 'PAWL-DOORS-002', level: 'info', text: 'Nothing runs here any more: the doors are closed.' });
await end();
