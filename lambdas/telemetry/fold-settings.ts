import type { SettingsInForce } from '../../shared/config/settings-for.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { FoldSettings } from '../../shared/rules/detection/fold-settings.ts';
import type { Releases } from '../../shared/store/releases.ts';

const PERIODS_A_SLICE = 10;
const SHORTEST_POINT_SECONDS = 5;

/** How a target's telemetry is folded: on the clock of its ticks; while a release is watched, "slow" is the release's own threshold. */
export const foldSettingsOf = async (settings: SettingsInForce, releases: Releases, { id, alias, limits, tenantAliases = {} }: Target): Promise<FoldSettings> => {
  const holder = await releases.holder(id);
  const watched = holder === undefined ? undefined : await releases.find(holder);
  return {
    periodSeconds: settings.tickSeconds,
    sliceSeconds: settings.tickSeconds * PERIODS_A_SLICE,
    pointSeconds: Math.max(SHORTEST_POINT_SECONDS, settings.tickSeconds),
    retentionHours: settings.analysisWindowHours,
    logSamplingRate: settings.logSamplingRate,
    eventDedupSeconds: settings.eventDedupWindowSeconds,
    slowThresholdMs: watched?.latencyThresholdMs,
    limits,
    alias,
    tenantAliases: Object.values(tenantAliases),
    exposed: watched?.candidateVersion === undefined ? undefined : { version: watched.candidateVersion, alias: watched.alias },
  };
};
