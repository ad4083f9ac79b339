import type { FileChange } from '../../domain/remedy.ts';
import { safeText } from '../firewall/safe-text.ts';
import { isTestPath } from '../gate/source-path.ts';

const MOST_MODULES = 5;
const MOST_PATH = 200;

/** The service's own modules that a patch changes, in order; new files and tests are not what it is about. */
export const changedModules = (files: readonly FileChange[]): string[] =>
  files.filter(({ path, before }) => before !== null && !isTestPath(path)).map(({ path }) => safeText(path, { most: MOST_PATH }).text).sort().slice(0, MOST_MODULES);
