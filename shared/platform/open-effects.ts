import type { ReleaseDependencies } from '../release/dependencies.ts';
import { mergeProver } from '../release/prove-merge.ts';
import { openBlobs } from './open-blobs.ts';
import { openDeployer } from './open-deployer.ts';
import { openNotifier } from './open-notifier.ts';
import { openSources } from './open-sources.ts';
import type { OpenStore } from './open-store.ts';
import { openWorkshops } from './open-workshop.ts';
import type { Ground } from './phase-handler.ts';

/** The release effects, for the four functions that may carry them out. */
export const openEffects = (ground: Ground, opened: OpenStore): Omit<ReleaseDependencies, 'actor'> => {
  const blobs = openBlobs(ground);
  return {
    ...opened,
    blobs,
    deployer: openDeployer(blobs),
    sources: openSources(),
    notifier: openNotifier(ground, opened.store),
    notify: (message) => ground.host.notify(message),
    proveMerge: mergeProver(openWorkshops(opened), () => undefined),
  };
};
