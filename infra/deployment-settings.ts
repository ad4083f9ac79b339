import * as z from 'zod';
import { Approvals } from '../shared/domain/approval-policy.ts';
import { NoticeChannels } from '../shared/domain/notice-channel.ts';
import { layerSettings } from '../shared/config/layer-settings.ts';
import { PresetName } from '../shared/config/presets.ts';
import { problemsOf } from '../shared/config/problems-of.ts';
import { PartialSettings, type Settings } from '../shared/config/settings.ts';
import { ENVIRONMENT_NAMES, PRESET_VARIABLE, settingsFromEnvironment, type Environment } from '../shared/config/settings-from-environment.ts';
import { settingsProblems } from '../shared/config/settings-problems.ts';
import { TenantSettings } from '../shared/config/tenant-settings.ts';

/** `pawl.config.json` as a deployment reads it: targets and what belongs to one machine stand elsewhere and are passed over. */
const SettingsFile = z.object({ preset: PresetName.optional(), settings: PartialSettings.default({}), tenants: z.record(z.string(), TenantSettings).default({}), approvals: Approvals.optional(), notifications: NoticeChannels.optional() });

export interface DeploymentSettings {
  readonly settings: Settings;
  /** What every function gets: `PAWL_SETTINGS`, and the names of the requirements that were set at synthesis. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The sections on people as they stand in the file: what is left out there need not take room. */
const asWritten = (file: unknown): object => z.object({ approvals: z.unknown().optional(), notifications: z.unknown().optional() }).safeParse(file).data ?? {};

/** Lambda allows 4 KB of variables in all. */
const MOST_SETTINGS_BYTES = 2500;

/**
 * The settings that a deployment goes out with: the file's, under the environment's. Throws with all problems at once, so that nothing is
 * deployed that would not start.
 */
export const deploymentSettings = (file: unknown, environment: Environment): DeploymentSettings => {
  const fromEnvironment = settingsFromEnvironment(environment);
  const parsed = SettingsFile.safeParse(file);
  const problems = [...problemsOf(SettingsFile, file), ...fromEnvironment.problems];
  const { preset, settings = {}, tenants = {}, approvals, notifications } = parsed.data ?? {};
  const inForce = layerSettings(fromEnvironment.preset ?? preset ?? 'basic', [settings, fromEnvironment.settings], tenants, { ...(approvals ? { approvals } : {}), ...(notifications ? { notifications } : {}) });
  problems.push(...settingsProblems(inForce));

  const text = JSON.stringify({ ...(preset ? { preset } : {}), settings, tenants, ...asWritten(file) });
  if (Buffer.byteLength(text) > MOST_SETTINGS_BYTES)
    problems.push({ path: 'settings', message: `take ${Buffer.byteLength(text)} bytes, and a function's variables have room for ${MOST_SETTINGS_BYTES}`, advice: 'leave out what the preset says already' });
  if (problems.length > 0) throw new Error(`The settings cannot be deployed:\n${problems.map(({ path, message, advice }) => `  ${path} ${message}: ${advice}.`).join('\n')}`);

  const passedOn = [...Object.keys(ENVIRONMENT_NAMES), PRESET_VARIABLE].flatMap((name) => (environment[name] ? [[name, environment[name]] as const] : []));
  return { settings: inForce, environment: { PAWL_SETTINGS: text, ...Object.fromEntries(passedOn) } };
};
