import type { Config } from '../../shared/config/config-file.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Host } from '../../shared/ports/host.ts';
import { consoleNotifier } from '../../shared/adapters/local/console-notifier.ts';
import { endDoors } from '../doors/ensure-doors.ts';
import { startHost } from '../host/start-host.ts';
import { stopHost } from '../host/stop-host.ts';
import { adopt, warmedUp } from './adopt.ts';
import { openMachine, type Machine } from './machine.ts';
import type { StateFolder } from './state-folder.ts';
import { startLoad, startUpstreams, stopSurroundings } from './surroundings.ts';

/** Brings up what stands for AWS on this machine (function host, upstreams, the services, load) and opens Pawl's own parts on it. */
export const startMachine = async (config: Config, folder: StateFolder, host: Host, { port = 0 } = {}): Promise<Machine> => {
  const { client } = await startHost({ stateDir: folder.host, port });
  const machine = openMachine(config, folder, client, consoleNotifier(host), (message) => host.notify(message));
  for (const target of config.targets) await startTarget(machine, target, host);
  return machine;
};

const startTarget = async (machine: Machine, target: Target, host: Host): Promise<void> => {
  const { config, folder } = machine;
  const local = config.local.get(target.id) ?? { environment: {}, upstreams: [] };
  const provided = await startUpstreams(folder, target.id, local);
  const { version, fresh } = await adopt(machine, target, { ...local.environment, ...provided });
  const frontDoor = machine.host.frontDoor(target.functionName, target.alias);
  host.notify({ code: 'PAWL-TARGET-001', level: 'info', text: `${target.id} serves version ${version}${fresh ? ', built from ' + target.repository.branch : ''} at ${frontDoor}`, data: { targetId: target.id, version, frontDoor } });
  if (local.load) {
    await warmedUp(machine, target);
    await startLoad(folder, target.id, local.load, frontDoor);
    host.notify({ code: 'PAWL-LOAD-001', level: 'info', text: `Load on ${target.id} is on${local.load.ratePerSecond === undefined ? '' : `, about ${local.load.ratePerSecond} requests/s`}.` });
  }
};

/** Ends doors, load, upstreams and function host. State stays on disk. */
export const stopMachine = async (folder: StateFolder): Promise<void> => {
  await endDoors(folder);
  await stopSurroundings(folder);
  await stopHost(folder.host);
};
