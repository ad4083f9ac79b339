import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Host } from '../../shared/ports/host.ts';
import { leaveWhole } from '../machine/leave-whole.ts';
import { openCommands } from '../machine/open-commands.ts';
import { stopMachine } from '../machine/start-machine.ts';
import { stateFolder } from '../machine/state-folder.ts';
import { loadConfig } from '../settings/load-config.ts';
import { buildOrdersWorld } from './orders-world.ts';
import { startPawl, type PawlProcess } from './pawl-process.ts';
import { StoryError } from './stage.ts';
import { tellStory } from './story.ts';

export type DemoRequest = {
  /** Where service, state and report are built; made anew each time. */
  readonly folder: string;
  readonly serve: boolean;
  readonly ratePerSecond?: number;
  /** Asked for what no recipe is for, as `--model` names it; without one the demo says that there is none. */
  readonly model?: string;
  readonly host: Host;
  /** Aborted when somebody wants it to end. */
  readonly signal: AbortSignal;
};

/** What Pawl's own process says that the story tells in its own words. */
const TOLD_BY_THE_STORY = new Set(['PAWL-RUN-001', 'PAWL-WHOLE-001']);

/** The main job on the example service, from nothing to the report. `true` only if all of it really happened. */
export const runDemo = async ({ folder: place, serve, ratePerSecond, model, host, signal }: DemoRequest): Promise<boolean> => {
  const root = resolve(place);
  const began = Date.now();
  host.notify({ code: 'PAWL-STEP-001', level: 'info', text: '1. A service comes up under load' });
  // An earlier run that was killed may have left its service and load behind.
  await stopMachine(stateFolder(join(root, 'state')));
  rmSync(root, { recursive: true, force: true });
  const folder = stateFolder(join(root, 'state'));
  const { configFile } = await buildOrdersWorld({ folder: root, defects: 'all', beyondRecipes: true, ...(ratePerSecond === undefined ? {} : { ratePerSecond }) });
  const loaded = loadConfig(configFile, process.env, model === undefined ? {} : { model });
  if (!loaded.ok) throw new StoryError(loaded.problems.map(({ path, message }) => `${path} ${message}`).join('; '));

  let pawl: PawlProcess | undefined;
  const start = async (): Promise<PawlProcess> => {
    pawl = startPawl({
      configFile, state: folder.root, selfStarting: false, model,
      onMessage: (message) => {
        if (message.level !== 'debug' && !TOLD_BY_THE_STORY.has(message.code)) host.notify(message);
      },
    });
    await pawl.ready;
    return pawl;
  };
  try {
    const running = await start();
    const { machine, commands } = await openCommands(loaded.config, folder, host);
    try {
      await tellStory({ machine, commands, host, signal, startPawl: start }, running);
      host.notify({ code: 'PAWL-STORY-090', level: 'result', text: `All of it happened, in ${((Date.now() - began) / 1000).toFixed(0)} s.` });
      if (serve) await serveOn(host, signal);
    } finally {
      await pawl?.end();
      await leaveWhole(machine, host);
      machine.close();
    }
    return true;
  } catch (error) {
    if (!signal.aborted) host.notify({ code: 'PAWL-STORY-080', level: 'error', text: `The story did not come to its end: ${error instanceof Error ? error.message : String(error)}` });
    return false;
  } finally {
    await stopMachine(folder);
  }
};

const serveOn = async (host: Host, signal: AbortSignal): Promise<void> => {
  host.notify({ code: 'PAWL-STORY-091', level: 'info', text: 'It stays up. Ctrl-C ends it.' });
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
};
