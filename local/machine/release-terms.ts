import type { Target } from '../../shared/domain/target.ts';
import type { ReleaseTerms } from '../../lambdas/monitoring/release.ts';
import type { Machine } from './machine.ts';

/** A beat is at least this long: on a busy laptop a one-second tick may be late without anybody being dead. */
const SHORTEST_BEAT_SECONDS = 2;

export const termsFor = ({ settingsFor }: Pick<Machine, 'settingsFor'>, target: Target): ReleaseTerms => {
  const settings = settingsFor(target);
  return {
    margin: settings.rollbackDegradationThreshold,
    weights: settings.canaryWeights,
    periodSeconds: settings.tickSeconds,
    burnInSeconds: settings.burnInSeconds,
    windowSeconds: settings.monitoringDurationSeconds,
    extensionSeconds: settings.monitoringExtensionSeconds,
    afterWatchSeconds: settings.postWatchSeconds,
  };
};

export const beatSecondsOf = ({ config }: Pick<Machine, 'config'>): number => Math.max(SHORTEST_BEAT_SECONDS, config.settings.tickSeconds);
