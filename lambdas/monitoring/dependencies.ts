import { openMovers, openRollback } from '../../shared/platform/ask-function.ts';
import { openBus } from '../../shared/platform/open-bus.ts';
import { openEffects } from '../../shared/platform/open-effects.ts';
import { openNotifier } from '../../shared/platform/open-notifier.ts';
import { openRunner } from '../../shared/platform/open-runner.ts';
import { openSources } from '../../shared/platform/open-sources.ts';
import { openStore } from '../../shared/platform/open-store.ts';
import type { Ground } from '../../shared/platform/phase-handler.ts';

/** For those who may touch an alias: release, promote, rollback, guard. */
export const effectsDependencies = (ground: Ground) => {
  const opened = openStore(ground);
  return { ...ground, ...opened, ...openEffects(ground, opened) };
};

/** For the tick: it judges and asks others to act. */
export const watchDependencies = (ground: Ground) => {
  const opened = openStore(ground);
  return { ...ground, ...opened, ...openRunner(ground, opened), bus: openBus(ground), notifier: openNotifier(ground, opened.store), movers: openMovers(ground), rollback: openRollback(ground), sources: openSources() };
};

export const abandonDependencies = (ground: Ground) => ({ ...openStore(ground), sources: openSources(), rollback: openRollback(ground) });

export const verdictDependencies = (ground: Ground) => {
  const opened = openStore(ground);
  return openRunner(ground, opened);
};
