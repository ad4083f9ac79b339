import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where everything that Pawl keeps on this machine lives. Traffic and versions are the function host's, the rest is Pawl's. */
export type StateFolder = {
  readonly root: string;
  readonly store: string;
  readonly blobs: string;
  readonly host: string;
  readonly logs: string;
  readonly surroundings: string;
  readonly guardLog: string;
  readonly guardFile: string;
  /** Switches, for people to edit: `{ "cycles": false }`. Need not be there. */
  readonly flagsFile: string;
};

/** Creates the folder where it is missing; only its owner can read it. */
export const stateFolder = (path: string): StateFolder => {
  const root = resolve(path);
  const logs = join(root, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  return {
    root,
    store: join(root, 'pawl.sqlite'),
    blobs: join(root, 'blobs'),
    host: join(root, 'host'),
    logs,
    surroundings: join(root, 'surroundings.json'),
    guardLog: join(logs, 'guard.log'),
    guardFile: join(root, 'guard.json'),
    flagsFile: join(root, 'pawl.flags.json'),
  };
};
