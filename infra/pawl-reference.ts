import { fileURLToPath } from 'node:url';
import { bundleFunctions } from './bundle.ts';
import { pawlNames, type PawlNames } from './names.ts';

/** The loop as a target's stack knows it: names made of its stage, and the code of the workshop that each target gets. */
export interface PawlReference {
  readonly names: PawlNames;
  /** Holds the workshop's bundle. */
  readonly workshopDirectory: string;
}

const BUNDLES = fileURLToPath(new URL('../dist/bundles', import.meta.url));

/** Refers to the loop of a stage in the same account and region. Bundles the workshop; offline. */
export const pawlReference = async (stage: string): Promise<PawlReference> => {
  const bundles = await bundleFunctions({ outdir: BUNDLES, only: ['workshop'] });
  const workshop = bundles.get('workshop');
  if (!workshop) throw new Error('The workshop was not bundled.');
  return { names: pawlNames(stage), workshopDirectory: workshop.directory };
};
