/**
 * A process that carries a release through a story and kills itself with SIGKILL around one of the port calls that change something:
 * `release-until-killed.ts <folder> <improvement> <story> <call> <before|after> [<folder of a function host>]`. Ends with 0 when the story was over before that call.
 */
import { connectHost } from '../../local/host/connect-host.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { STORIES, type StoryName } from '../../lab/faults/release-acts.ts';
import { ownedHost } from './release-host.ts';
import { intercepted } from '../../lab/faults/release-ports.ts';
import { dependenciesOn, openWorld } from '../../lab/faults/release-world.ts';

const [root = '', improvementId = '', story = '', killAt = '0', moment = 'after', hostFolder] = process.argv.slice(2);
const host = hostFolder === undefined ? undefined : await connectHost(hostFolder);
const world = openWorld(root, systemClock, host && ownedHost(host.client));
let calls = 0;
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
};
const ports = intercepted(world, async (call, run) => {
  if (!call.changes) return run();
  calls += 1;
  const mine = calls === Number(killAt);
  if (mine && moment === 'before') await die();
  const result = await run();
  if (mine) await die();
  return result;
});
await STORIES[story as StoryName](dependenciesOn(ports, world, 'release'), improvementId);
process.stdout.write(String(calls));
world.close();
