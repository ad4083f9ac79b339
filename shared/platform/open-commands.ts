import { openRollback } from './ask-function.ts';
import { openDeployer } from './open-deployer.ts';
import { openNotifier } from './open-notifier.ts';
import { openRunner } from './open-runner.ts';
import { openSources } from './open-sources.ts';
import { openStore } from './open-store.ts';
import type { Ground } from './phase-handler.ts';

/** What commands reach on AWS: they read the deployer, and ask the rollback function where traffic has to move. */
export const openCommands = (ground: Ground) => {
  const opened = openStore(ground);
  return { ...ground, ...opened, ...openRunner(ground, opened), deployer: openDeployer(), sources: openSources(), notifier: openNotifier(ground, opened.store), rollback: openRollback(ground) };
};
