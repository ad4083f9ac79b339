/**
 * The guard's process: `main.ts <config file> <state folder>`. Runs in a session of its own, looks at every active release once a beat,
 * and ends when there has been none for a while. It needs nothing of the main process but the store.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { guard } from '../../lambdas/monitoring/guard.ts';
import { beatSecondsOf } from '../../lambdas/monitoring/release-terms.ts';
import { consoleNotifier } from '../../shared/adapters/local/console-notifier.ts';
import { takeBack } from '../../shared/release/actions.ts';
import { finishIntent } from '../../shared/release/finish-intent.ts';
import { whyStopped } from '../../shared/store/switches.ts';
import { connectHost, PATIENTLY_MS } from '../host/connect-host.ts';
import { openMachine } from '../machine/machine.ts';
import { releaseDependencies } from '../machine/release-dependencies.ts';
import { noticeSender } from '../machine/send-notices.ts';
import { stateFolder } from '../machine/state-folder.ts';
import { loadConfig } from '../settings/load-config.ts';

const IDLE_BEATS_BEFORE_END = 3;

const say = (text: string): void => {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`);
};

const [configFile = '', statePath = ''] = process.argv.slice(2);
const folder = stateFolder(statePath);
const loaded = loadConfig(configFile, process.env);
const host = await connectHost(folder.host, PATIENTLY_MS);
if (!loaded.ok || !host) {
  say(loaded.ok ? 'The function host does not answer.' : `${configFile} cannot be used.`);
  process.exit(1);
}
const machine = openMachine(loaded.config, folder, host.client, consoleNotifier({ notify: ({ text }) => say(text) }));
const dependencies = releaseDependencies(machine, 'guard');
const sendNotices = noticeSender(machine, configFile, { notify: ({ text }) => say(text) });
const beatSeconds = beatSecondsOf(machine.config.settings);
writeFileSync(folder.guardFile, JSON.stringify({ pid: process.pid, startedAt: Date.now() }), { mode: 0o600 });
say(`The guard is on, with a beat of ${beatSeconds} s.`);

let idleBeats = 0;
while (idleBeats < IDLE_BEATS_BEFORE_END) {
  try {
    const { active, acts } = await guard({
      ...machine,
      beatSeconds,
      stopped: () => whyStopped(machine),
      actions: { rollBack: (id, ending) => takeBack(dependencies, id, ending), finishIntent: (id) => finishIntent(dependencies, id) },
    });
    idleBeats = active === 0 ? idleBeats + 1 : 0;
    for (const { improvementId, did, state, silentSeconds, stopped, problem } of acts) say(`${did} ${improvementId}, ${stopped ? 'as everything is stopped' : `which had been ${state} without a beat for ${silentSeconds.toFixed(1)} s`}.${problem === undefined ? '' : ` ${problem}`}`);
  } catch (error) {
    say(`A look failed and will be repeated: ${error instanceof Error ? error.message : String(error)}`);
  }
  // Pawl itself may be gone: then nobody else tells people.
  sendNotices();
  await machine.clock.sleep(beatSeconds * 500);
}
say('No release is active: the guard is off.');
rmSync(folder.guardFile, { force: true });
machine.close();
