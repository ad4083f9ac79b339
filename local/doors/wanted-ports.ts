import type { StateFolder } from '../machine/state-folder.ts';
import { readDoorsFile } from './doors-file.ts';

const FIRST_PORT = 4380;
const TRIED = 20;

/** Ports to try, in order: the one that was named and no other; or the folder's last one, so that a link that was kept still opens, and then the next that are free. */
export const wantedPorts = (folder: Pick<StateFolder, 'root'>, named: number | undefined): readonly number[] => {
  if (named !== undefined) return [named];
  const last = readDoorsFile(folder)?.port;
  return [...(last === undefined ? [] : [last]), ...Array.from({ length: TRIED }, (_, index) => FIRST_PORT + index), 0];
};
