import { doorsOnAws } from '../config/doors-on-aws.ts';
import type { DoorsConfig } from '../config/doors.ts';
import { CodedError } from './coded-error.ts';
import { openBlobs } from './open-blobs.ts';
import { openCommands } from './open-commands.ts';
import { openModels } from './open-models.ts';
import type { Ground } from './phase-handler.ts';

/** What takes looking through thousands of rows is paid for by the row: so long, who asks the same environment gets what the last one read. */
const MOMENT_MS = 5000;

/** What is reached through the doors on AWS: what commands reach, the reports, and which models are configured. */
export const openDoors = (ground: Ground) => {
  const commands = openCommands(ground);
  const { PAWL_VERSION: version = '' } = ground.environment;
  return { ...commands, blobs: openBlobs(ground), models: openModels(ground).models, momentMs: MOMENT_MS, version };
};

/** Who comes in, as the deployment says. Throws `PAWL-SETTINGS-INVALID`. */
export const doorsOf = ({ environment }: Pick<Ground, 'environment'>): DoorsConfig => {
  const read = doorsOnAws(environment);
  if (!read.ok) throw new CodedError('PAWL-SETTINGS-INVALID', read.problems.map(({ path, message, advice }) => `${path} ${message} (${advice})`).join('; '));
  return read.doors;
};
