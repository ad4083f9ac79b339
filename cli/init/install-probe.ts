import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProbePackage } from '../../local/host/probe-package.ts';
import type { Entry } from './find-entries.ts';
import type { Survey } from './survey-repository.ts';
import { wrapHandler } from './wrap-handler.ts';

/** Where the probe's package lies inside a service, so that it travels with its repository. */
export const PROBE_FOLDER = 'vendor/pawl-probe';

export type ProbeInstalled = { readonly wrapped: boolean; readonly alreadyThere: boolean; readonly changed: readonly string[] };

/** Writes the probe's package into the service's folder and puts it around the handler, in the working copy only: committing is the owner's. */
export async function installProbe({ root, files }: Survey, entry: Entry): Promise<ProbeInstalled> {
  const folder = join(root, entry.directory, PROBE_FOLDER);
  const changed: string[] = [];
  if (!existsSync(join(folder, 'package.json'))) {
    await buildProbePackage(folder);
    changed.push(PROBE_FOLDER);
  }
  const wrapped = wrapHandler(entry.path, files.get(entry.path) ?? '', entry.exportName);
  if (wrapped.ok) {
    writeFileSync(join(root, entry.path), wrapped.text);
    changed.push(entry.path);
  }
  return { wrapped: wrapped.ok, alreadyThere: !wrapped.ok && wrapped.reason === 'already', changed };
}
