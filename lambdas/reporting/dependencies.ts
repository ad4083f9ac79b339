import { openBlobs } from '../../shared/platform/open-blobs.ts';
import { openBus } from '../../shared/platform/open-bus.ts';
import { openNotifier } from '../../shared/platform/open-notifier.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import { openTokens } from '../../shared/platform/open-tokens.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';
import { costOfCycle } from './cost.ts';
import { report } from './report.ts';

export const reportingDependencies = (ground: Ground) => {
  const opened = openStore(ground);
  const reporting = { ...opened, blobs: openBlobs(ground), bus: openBus(ground), notifier: openNotifier(ground, opened.store), metrics: ground.metrics, cost: costOfCycle({ ledger: opened.ledger, budgets: opened.budgets, now: () => opened.clock.now() }) };
  return { ...reporting, report: (cycleId: string) => report({ cycleId }, reporting) };
};

export const learnDependencies = (ground: Ground) => ({ ...reportingDependencies(ground), tokens: openTokens() });
