import { openBlobs } from '../../shared/platform/open-blobs.ts';
import { openDeployer } from '../../shared/platform/open-deployer.ts';
import { openNotifier } from '../../shared/platform/open-notifier.ts';
import { openSources } from '../../shared/platform/open-sources.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import { openDependencies, openWorkshops } from '../../shared/platform/open-workshop.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import { patchCheck } from './patch-check.ts';
import type { ValidateDependencies } from './validate-improvement.ts';

export const validateDependencies = (ground: Ground): ValidateDependencies => {
  const opened = openStore(ground);
  const workshopOf = openWorkshops(opened);
  const dependenciesOf = openDependencies(ground, opened);
  return {
    ...opened, workshopOf, dependenciesOf,
    blobs: openBlobs(ground), deployer: openDeployer(), notifier: openNotifier(ground, opened.store), sources: openSources(),
    check: patchCheck({ workshopOf, dependenciesOf, clock: opened.clock }),
  };
};
