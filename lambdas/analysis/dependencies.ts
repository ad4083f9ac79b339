import { openBlobs } from '../../shared/platform/open-blobs.ts';
import { openBus } from '../../shared/platform/open-bus.ts';
import { openDeployer } from '../../shared/platform/open-deployer.ts';
import { openSources } from '../../shared/platform/open-sources.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import type { AnalyzeCycleDependencies } from './analyze-cycle.ts';
import { slotLimits } from './slot-limits.ts';

export const dependencies = (ground: Ground): AnalyzeCycleDependencies => {
  const opened = openStore(ground);
  const { settings, settingsFor } = opened;
  return { ...opened, notify: (message) => ground.host.notify(message), blobs: openBlobs(ground), bus: openBus(ground), deployer: openDeployer(), sources: openSources(), hasModel: ground.environment['PAWL_HAS_MODEL'] === 'yes', limitsFor: (target) => slotLimits(settings.maxConcurrentImprovements, settingsFor(target)) };
};
