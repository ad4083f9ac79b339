import * as z from 'zod';
import { Approvals } from '../domain/approval-policy.ts';
import { NoticeChannels } from '../domain/notice-channel.ts';
import { AutonomyLevel } from '../domain/target.ts';
import { TenantSettings } from './tenant-settings.ts';

/** Chance of ever rolling back a harmless release. A constant on purpose: no preset, file or flag changes it. */
export const ALPHA = 0.01;

const share = () => z.number().min(0).max(1);
const seconds = () => z.number().positive().max(30 * 86_400);

/** What may be set, without the values that follow from others. Keys are those of `settings` in `pawl.config.json`. */
export const SettingsInput = z.strictObject({
  cycleIntervalHours: z.number().positive().max(8760).describe('hours between scheduled cycles, like 24'),
  cycleStartTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day between 00:00 and 23:59').describe('time of day in UTC, like "02:00"'),
  maxConcurrentImprovements: z.number().int().min(1).max(1000).describe('how many improvements may be worked on at once, like 3'),
  qualityThreshold: share().describe('the least quality a remedy needs, 0 to 1, like 0.85'),
  riskTolerance: share().describe('the risk that may be taken without a person, 0 to 1, like 0.1'),
  monitoringDurationSeconds: seconds().describe('seconds a canary is watched, like 3600'),
  rollbackDegradationThreshold: z.number().gt(0).max(1).describe('tolerated degradation, above 0 and up to 1, like 0.10 for 10 %'),
  streamIntervalSeconds: seconds().describe('seconds between telemetry reads while releasing or alarming, like 60'),
  restIntervalSeconds: seconds().describe('seconds between telemetry reads while nothing happens, like 300'),
  logSamplingRate: share().describe('share of plain log lines that are read, 0 to 1; errors are always read'),
  eventDedupWindowSeconds: z.number().nonnegative().max(86_400).describe('seconds in which the same event counts once, like 300'),
  analysisWindowHours: z.number().positive().max(720).describe('hours of telemetry that a cycle looks at, like 24'),
  criticalCooldownSeconds: z.number().nonnegative().max(86_400).describe('seconds after which telemetry may start another cycle by itself, like 900'),
  emergencyLookBackSeconds: z.number().nonnegative().max(86_400).describe('seconds that a critical alarm looks back: what changed on the target since then is taken back first, like 3600'),
  tickSeconds: seconds().describe('seconds of one judged period, like 60'),
  burnInSeconds: z.number().nonnegative().max(86_400).describe('seconds after exposure that do not count (cold starts), like 300'),
  canaryWeights: z.tuple([z.number().gt(0).lt(1), z.number().gt(0).lt(1)]).describe('two shares of the traffic, first and after burn-in, like [0.1, 0.5]'),
  monitoringExtensionSeconds: z.number().nonnegative().max(30 * 86_400).describe('seconds that an undecided watch is prolonged, once; as long again when not set'),
  postWatchSeconds: z.number().nonnegative().max(30 * 86_400).describe('seconds that a promoted version stays watched; as long again when not set'),
  autonomy: z
    .strictObject({ recipe: AutonomyLevel, model: AutonomyLevel, person: AutonomyLevel })
    .partial()
    .describe('what may go by itself, by kind of author, where a target does not say: observe, propose, approve or autonomous'),
});

/** One layer of settings: a preset, the file, the environment, flags. */
export const PartialSettings = SettingsInput.partial();
export type PartialSettings = z.infer<typeof PartialSettings>;

/** Settings in force: complete, and parsed once. Names carry their units; shares are 0–1. */
export const Settings = SettingsInput.extend({
  autonomy: z.strictObject({ recipe: AutonomyLevel, model: AutonomyLevel, person: AutonomyLevel }),
  tenants: z.record(z.string(), TenantSettings),
  /** Absent: whoever may decide, by the plain policy. */
  approvals: Approvals.optional(),
  /** Places that people are told at. What opens them does not belong into an answer. */
  notifications: NoticeChannels.optional(),
});
export type Settings = z.infer<typeof Settings>;
