import * as z from 'zod';
import { PresetName } from './presets.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems-of.ts';
import { PartialSettings, SettingsInput } from './settings.ts';

/** The environment's names, as the requirements write them, and the setting each is. */
export const ENVIRONMENT_NAMES = {
  IMPROVEMENT_CYCLE_INTERVAL_HOURS: 'cycleIntervalHours',
  IMPROVEMENT_CYCLE_START_TIME: 'cycleStartTime',
  MAX_CONCURRENT_IMPROVEMENTS: 'maxConcurrentImprovements',
  IMPROVEMENT_QUALITY_THRESHOLD: 'qualityThreshold',
  IMPROVEMENT_RISK_TOLERANCE: 'riskTolerance',
  MONITORING_DURATION_SECONDS: 'monitoringDurationSeconds',
  ROLLBACK_DEGRADATION_THRESHOLD: 'rollbackDegradationThreshold',
  CLOUDWATCH_STREAM_INTERVAL_SECONDS: 'streamIntervalSeconds',
  CLOUDWATCH_LOG_SAMPLING_RATE: 'logSamplingRate',
  CLOUDWATCH_EVENT_DEDUP_WINDOW_SECONDS: 'eventDedupWindowSeconds',
} as const satisfies Record<string, keyof typeof SettingsInput.shape>;

/** The environment's name for a preset. */
export const PRESET_VARIABLE = 'PAWL_PRESET';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The layer of settings that stands in the environment. What is not a legal value is a problem under the variable's own name; an empty variable is as good as none. */
export function settingsFromEnvironment(environment: Environment): { settings: PartialSettings; preset?: PresetName; problems: Problem[] } {
  const settings: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [name, key] of Object.entries(ENVIRONMENT_NAMES)) {
    const text = bareText(environment[name]);
    if (text === '') continue;
    const value = key === 'cycleStartTime' ? text : numberOrText(text);
    const found = problemsOf(z.object({ [name]: SettingsInput.shape[key] }), { [name]: value });
    problems.push(...found);
    if (found.length === 0) settings[key] = value;
  }

  const presetText = bareText(environment[PRESET_VARIABLE]);
  if (presetText !== '') problems.push(...problemsOf(z.object({ [PRESET_VARIABLE]: PresetName }), { [PRESET_VARIABLE]: presetText }));
  const preset = PresetName.safeParse(presetText);
  return { settings: PartialSettings.parse(settings), problems, ...(preset.success ? { preset: preset.data } : {}) };
}

/** Some loaders of .env files keep the quotes and a trailing comment. */
const bareText = (text = ''): string =>
  text
    .trim()
    .replace(/^(["'])(.*?)\1\s*(?:#.*)?$/, '$2')
    .replace(/\s+#.*$/, '')
    .trim();

const numberOrText = (text: string): number | string => (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text);
