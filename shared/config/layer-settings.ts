import type { PresetName } from './presets.ts';
import { PRESETS } from './presets.ts';
import type { PartialSettings, Settings } from './settings.ts';

/**
 * Settings in force: the preset, then each layer over the one before (file, environment, flags). Autonomy is laid over author by author.
 * An undecided watch is prolonged, and a promoted version watched, for as long again unless a layer says otherwise.
 */
export function layerSettings(preset: PresetName, layers: readonly PartialSettings[], tenants: Settings['tenants'] = {}, people: Pick<Settings, 'approvals' | 'notifications'> = {}): Settings {
  const base = PRESETS[preset];
  const merged = Object.assign({}, base, ...layers.map(withoutUndefined)) as typeof base;
  const autonomy = Object.assign({}, base.autonomy, ...layers.map((layer) => withoutUndefined(layer.autonomy ?? {}))) as Settings['autonomy'];
  const { monitoringDurationSeconds, monitoringExtensionSeconds = monitoringDurationSeconds, postWatchSeconds = monitoringDurationSeconds } = merged;
  return { ...merged, monitoringExtensionSeconds, postWatchSeconds, autonomy, tenants, ...people };
}

const withoutUndefined = (layer: object): object => Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));
