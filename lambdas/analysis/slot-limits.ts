import type { SettingsInForce } from '../../shared/config/settings-for.ts';
import type { TakeUpDependencies } from './take-up.ts';

/** Time that a slot's lease leaves for what comes around the watch: checks, waiting for the target, settling. */
const SETTLING_SECONDS = 3600;

/** How many improvements may be under way at once, in all and for the target's tenant, and how long one may hold a slot. */
export const slotLimits = (systemSlots: number, settings: SettingsInForce): ReturnType<TakeUpDependencies['limitsFor']> => ({
  system: systemSlots,
  tenant: settings.maxConcurrentImprovements,
  slotSeconds: settings.monitoringDurationSeconds + settings.monitoringExtensionSeconds + SETTLING_SECONDS,
});
