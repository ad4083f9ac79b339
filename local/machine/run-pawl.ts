import type { Config } from '../../shared/config/config-file.ts';
import { MODEL_VARIABLE } from '../../shared/config/models-from-flag.ts';
import type { Host } from '../../shared/ports/host.ts';
import { withDotenv } from '../settings/load-config.ts';
import { openForPeople } from '../doors/open-for-people.ts';
import { leaveWhole } from './leave-whole.ts';
import { pawlLoop } from './pawl-loop.ts';
import { takeRunLock } from './run-lock.ts';
import { showProgress } from './show-progress.ts';
import { startMachine, stopMachine } from './start-machine.ts';
import type { StateFolder } from './state-folder.ts';
import { tellModels } from './tell-models.ts';

export type RunRequest = {
  readonly config: Config;
  readonly configFile: string;
  readonly folder: StateFolder;
  readonly host: Host;
  readonly port: number;
  /** Leave services and load running at the end. */
  readonly keep: boolean;
  readonly selfStarting: boolean;
  /** Aborted when somebody wants it to end. */
  readonly signal: AbortSignal;
};

/** Runs Pawl until it is told to end; then every candidate is taken back, and it says which version serves. */
export const runPawl = async ({ config, configFile, folder, host, port, keep, selfStarting, signal }: RunRequest): Promise<void> => {
  const release = takeRunLock(folder, process.env[MODEL_VARIABLE]);
  try {
    const machine = await startMachine(config, folder, host, { port }).catch(async (error: unknown) => {
      // What came up before the failure would otherwise stay up without anybody looking.
      if (!keep) await stopMachine(folder);
      throw error;
    });
    // An endpoint that hangs keeps nobody waiting.
    void tellModels(config.models, withDotenv(configFile, process.env), host).catch(() => {});
    const progress = showProgress(machine, host);
    const loop = pawlLoop(machine, { configFile, host, selfStarting });
    host.notify({ code: 'PAWL-RUN-001', level: 'info', text: `Pawl is on: a tick every ${config.settings.tickSeconds} s. Ctrl-C ends it and leaves every service on a good version.`, data: { pid: process.pid } });
    const opened = openForPeople({ configFile, folder, host });
    const shown = setInterval(() => void showOpen().catch(() => {}), 500);
    const known = new Set<string>();
    const showOpen = async (): Promise<void> => {
      for (const { id } of await machine.improvements.open()) known.add(id);
      for (const id of known) await progress.shown(id);
    };
    await loop.run(signal);
    clearInterval(shown);
    await opened;
    await leaveWhole(machine, host);
    progress.stop();
    machine.close();
    if (!keep) await stopMachine(folder);
  } finally {
    release();
  }
};
