import * as z from 'zod';
import { Approvals } from '../domain/approval-policy.ts';
import { NoticeChannels } from '../domain/notice-channel.ts';
import { layerSettings } from './layer-settings.ts';
import { PresetName } from './presets.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems-of.ts';
import { PartialSettings, type Settings } from './settings.ts';
import { type Environment, settingsFromEnvironment } from './settings-from-environment.ts';
import { TenantSettings } from './tenant-settings.ts';

/** `PAWL_SETTINGS` of a deployed function: `pawl.config.json` without its targets, which owners' stacks register. */
const DeployedSettings = z.strictObject({
  preset: PresetName.optional(),
  settings: PartialSettings.default({}),
  tenants: z.record(z.string(), TenantSettings).default({}),
  approvals: Approvals.optional(),
  notifications: NoticeChannels.optional(),
});

export type AwsSettingsResult = { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The settings in force in a deployed function: preset, then `PAWL_SETTINGS`, then the requirement names of the environment. All problems at once. */
export const settingsOnAws = (environment: Environment): AwsSettingsResult => {
  const text = environment['PAWL_SETTINGS'] ?? '';
  let value: unknown = {};
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [{ path: 'PAWL_SETTINGS', message: `is not JSON: ${error instanceof Error ? error.message : String(error)}`, advice: 'correct the settings and deploy the loop again' }] };
  }
  const fromEnvironment = settingsFromEnvironment(environment);
  const problems = [...problemsOf(DeployedSettings, value, ['PAWL_SETTINGS']), ...fromEnvironment.problems];
  const parsed = DeployedSettings.safeParse(value);
  if (problems.length > 0 || !parsed.success) return { ok: false, problems };
  const { preset, settings, tenants, approvals, notifications } = parsed.data;
  return { ok: true, settings: layerSettings(fromEnvironment.preset ?? preset ?? 'basic', [settings, fromEnvironment.settings], tenants, { ...(approvals ? { approvals } : {}), ...(notifications ? { notifications } : {}) }) };
};
