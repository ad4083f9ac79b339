/**
 * One phase in a process of its own: `phase-process.ts <phase> <config file> <state folder>`, the input over IPC, the decision back.
 * A compiler or a chart library may keep its process busy for seconds; the tick that watches a canary is in another one and never waits.
 */
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { consoleNotifier } from '../../shared/adapters/local/console-notifier.ts';
import type { Message } from '../../shared/ports/host.ts';
import { connectHost, PATIENTLY_MS } from '../host/connect-host.ts';
import { loadConfig } from '../settings/load-config.ts';
import { openMachine } from './machine.ts';
import { phaseHandlers } from './phases.ts';
import { stateFolder } from './state-folder.ts';

const POLITE = 15;
/** The service that is being watched shares this machine's processors; on AWS it does not. */
setPriority(POLITE);

const [phase = '', configFile = '', statePath = ''] = process.argv.slice(2);
const tell = (message: unknown): void => {
  if (process.connected) process.send?.(message);
};
const [input] = (await once(process, 'message')) as [never];
try {
  const folder = stateFolder(statePath);
  const loaded = loadConfig(configFile, process.env);
  const host = await connectHost(folder.host, PATIENTLY_MS);
  if (!loaded.ok) throw new Error(`${configFile} cannot be used any more: ${loaded.problems.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
  if (!host) throw new Error('The function host does not answer.');
  const machine = openMachine(loaded.config, folder, host.client, consoleNotifier({ notify: (message: Message) => tell({ kind: 'message', message }) }));
  const handlers = phaseHandlers(machine, configFile);
  const handler = handlers[phase as 'generate' | 'validate' | 'learn' | 'report'] as (given: never) => Promise<unknown>;
  const decision = await handler(input);
  machine.close();
  tell({ kind: 'decision', decision });
} catch (error) {
  tell({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
}
if (process.connected) process.disconnect();
