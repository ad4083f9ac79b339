import { resolve } from 'node:path';
import * as z from 'zod';
import { Approvals } from '../domain/approval-policy.ts';
import { NoticeChannels } from '../domain/notice-channel.ts';
import type { Target } from '../domain/target.ts';
import { DoorsConfig } from './doors.ts';
import { crossProblems } from './cross-problems.ts';
import { layerSettings } from './layer-settings.ts';
import { LocalInput, type LocalTarget } from './local-input.ts';
import { localFrom } from './local-target.ts';
import { ModelsInput, NO_MODELS, type ModelsConfig } from './models.ts';
import { MODEL_VARIABLE, modelsFromFlag } from './models-from-flag.ts';
import { modelsProblems, readModels } from './models-problems.ts';
import { parseJson } from './parse-json.ts';
import { PresetName } from './presets.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems-of.ts';
import { PartialSettings, type Settings } from './settings.ts';
import { type Environment, settingsFromEnvironment } from './settings-from-environment.ts';
import { settingsProblems } from './settings-problems.ts';
import { TargetInput, targetFrom } from './target-input.ts';
import { TenantSettings } from './tenant-settings.ts';

/** `pawl.config.json` as people write it. */
export const ConfigFile = z.strictObject({
  $schema: z.string().optional().describe('the address of the schema, for editors'),
  preset: PresetName.optional().describe('basic, conservative, aggressive or demo'),
  settings: PartialSettings.default({}).describe('what differs from the preset'),
  tenants: z.record(z.string(), TenantSettings).default({}).describe('tenant → { enabled, max_concurrent, risk_tolerance, monitoring_duration }'),
  targets: z.array(TargetInput).min(1).describe('the services that Pawl looks after'),
  models: ModelsInput.optional(),
  approvals: Approvals.optional().describe('who may say yes to what, when, and for how long it holds'),
  notifications: NoticeChannels.optional().describe('Slack and webhooks that are told: [{ kind, url, atLeast, about }]'),
  doors: DoorsConfig.optional().describe('on AWS, who comes in through the doors: { address, oidc, iam }'),
  local: z.record(z.string(), LocalInput).default({}).describe('target id → { environment, upstreams, load }, for running on this machine'),
});

/** Everything that was configured, complete. Paths are absolute; `local` has an entry for each target. An empty pool of models: recipes only. */
export type Config = { readonly preset: PresetName; readonly settings: Settings; readonly models: ModelsConfig; readonly targets: readonly Target[]; readonly local: ReadonlyMap<string, LocalTarget> };

export type ConfigResult = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly Problem[] };

export type ConfigOptions = {
  /** The folder that relative paths are relative to: the config file's own. */
  readonly directory: string;
  /** What the command line said: the last word. */
  readonly flags?: { readonly preset?: string; readonly settings?: Readonly<Record<string, unknown>>; readonly model?: string };
};

/**
 * Reads the text of a `pawl.config.json` under an environment: preset, then file, then environment, then flags.
 * Answers with all problems at once, each with its path, or with a complete configuration. Touches no file.
 */
export function parseConfig(text: string, environment: Environment, { directory, flags = {} }: ConfigOptions): ConfigResult {
  const json = parseJson(text);
  if (!json.ok) return { ok: false, problems: [{ path: `line ${json.line}, column ${json.column}`, message: json.what, advice: 'correct the JSON there' }] };

  const fromEnvironment = settingsFromEnvironment(environment);
  const problems = [
    ...problemsOf(ConfigFile, json.value),
    ...crossProblems(json.value, environment),
    ...fromEnvironment.problems,
    ...problemsOf(Flags, flags, ['flags']),
  ];
  const models = modelsInForce(json.value, environment, flags.model);
  problems.push(...models.problems);
  const said = Flags.safeParse(flags);
  const layers = Layers.safeParse(json.value);
  if (!said.success || !layers.success) return { ok: false, problems };

  const preset = said.data.preset ?? fromEnvironment.preset ?? layers.data.preset ?? 'basic';
  const { approvals, notifications } = layers.data;
  const settings = layerSettings(preset, [layers.data.settings, fromEnvironment.settings, said.data.settings], layers.data.tenants, { ...(approvals ? { approvals } : {}), ...(notifications ? { notifications } : {}) });
  problems.push(...settingsProblems(settings));
  const file = ConfigFile.safeParse(json.value);
  if (problems.length > 0 || !file.success) return { ok: false, problems };

  const targets = file.data.targets.map((input) => atHome(targetFrom(input, settings), directory));
  const local = new Map(targets.map(({ id }) => [id, localFrom(file.data.local[id] ?? LocalInput.parse({}), directory, environment)]));
  return { ok: true, config: { preset, settings, models: models.inForce, targets, local } };
}

/** One model said by flag or environment stands for the whole section; what is wrong in its fields is told all the same. */
const modelsInForce = (file: unknown, environment: Environment, flag: string | undefined): { inForce: ModelsConfig; problems: readonly Problem[] } => {
  const section = z.object({ models: z.unknown() }).safeParse(file).data?.models;
  const place = { on: 'machine' } as const;
  const said = (flag ?? environment[MODEL_VARIABLE] ?? '').trim();
  if (said !== '') {
    const one = modelsFromFlag(said, flag === undefined ? MODEL_VARIABLE : '--model');
    return one.ok ? { inForce: one.models, problems: [] } : { inForce: NO_MODELS, problems: [one.problem] };
  }
  if (section === undefined) return { inForce: NO_MODELS, problems: [] };
  const read = readModels(section, ['models'], place);
  return read.ok ? { inForce: read.models, problems: [] } : { inForce: NO_MODELS, problems: modelsProblems(section, ['models'], place) };
};

/** The part of the file that settings come from: it can be looked at even when a target is wrong. */
const Layers = z.object(ConfigFile.pick({ preset: true, settings: true, tenants: true, approvals: true, notifications: true }).shape);

const Flags = z.strictObject({ preset: PresetName.optional(), settings: PartialSettings.default({}), model: z.string().optional() });

const atHome = (target: Target, directory: string): Target => ({ ...target, repository: { ...target.repository, location: resolve(directory, target.repository.location) } });
