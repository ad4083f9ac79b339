import * as z from 'zod';
import type { PartialSettings, Settings } from './settings.ts';

export const PresetName = z.enum(['basic', 'conservative', 'aggressive', 'demo']);
export type PresetName = z.infer<typeof PresetName>;

/** A preset is complete, but for the two watches that are as long as the first one when nobody says otherwise. */
type Preset = Omit<Settings, 'tenants' | 'monitoringExtensionSeconds' | 'postWatchSeconds'> & PartialSettings;

const BASIC: Preset = {
  cycleIntervalHours: 24,
  cycleStartTime: '02:00',
  maxConcurrentImprovements: 3,
  qualityThreshold: 0.85,
  riskTolerance: 0.1,
  monitoringDurationSeconds: 3600,
  rollbackDegradationThreshold: 0.1,
  streamIntervalSeconds: 60,
  restIntervalSeconds: 300,
  logSamplingRate: 1,
  eventDedupWindowSeconds: 300,
  analysisWindowHours: 24,
  criticalCooldownSeconds: 900,
  emergencyLookBackSeconds: 3600,
  tickSeconds: 60,
  burnInSeconds: 300,
  canaryWeights: [0.1, 0.5],
  autonomy: { recipe: 'approve', model: 'approve', person: 'approve' },
};

/**
 * The three configurations of the requirements, and `demo`: the same margins as `basic` on a clock of seconds, more traffic
 * on the canary, and recipes and proposed patches go by themselves.
 */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  basic: BASIC,
  conservative: {
    ...BASIC,
    cycleIntervalHours: 168,
    maxConcurrentImprovements: 1,
    qualityThreshold: 0.95,
    riskTolerance: 0.05,
    monitoringDurationSeconds: 7200,
    rollbackDegradationThreshold: 0.05,
  },
  aggressive: {
    ...BASIC,
    cycleIntervalHours: 6,
    maxConcurrentImprovements: 5,
    qualityThreshold: 0.75,
    riskTolerance: 0.2,
    monitoringDurationSeconds: 1800,
    rollbackDegradationThreshold: 0.15,
  },
  demo: {
    ...BASIC,
    riskTolerance: 0.2,
    monitoringDurationSeconds: 90,
    monitoringExtensionSeconds: 60,
    postWatchSeconds: 10,
    streamIntervalSeconds: 1,
    restIntervalSeconds: 1,
    criticalCooldownSeconds: 15,
    emergencyLookBackSeconds: 300,
    tickSeconds: 1,
    burnInSeconds: 3,
    canaryWeights: [0.2, 0.5],
    autonomy: { recipe: 'autonomous', model: 'approve', person: 'autonomous' },
  },
};
