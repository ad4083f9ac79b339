import type { SettingsInForce } from '../../shared/config/settings-for.ts';
import type { ReleaseTerms } from './release.ts';

/** A beat is at least this long: on a busy laptop a one-second tick may be late without anybody being dead. */
const SHORTEST_BEAT_SECONDS = 2;

/** How releases on a target go, from the settings of its tenant. */
export const termsOf = (settings: SettingsInForce): ReleaseTerms => ({
  margin: settings.rollbackDegradationThreshold,
  weights: settings.canaryWeights,
  periodSeconds: settings.tickSeconds,
  burnInSeconds: settings.burnInSeconds,
  windowSeconds: settings.monitoringDurationSeconds,
  extensionSeconds: settings.monitoringExtensionSeconds,
  afterWatchSeconds: settings.postWatchSeconds,
});

export const beatSecondsOf = ({ tickSeconds }: { readonly tickSeconds: number }): number => Math.max(SHORTEST_BEAT_SECONDS, tickSeconds);
