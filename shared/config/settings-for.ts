import { PLAIN_APPROVALS, policyFor, type ApprovalPolicy } from '../domain/approval-policy.ts';
import type { Settings } from './settings.ts';

/** Settings as they hold for one tenant. `enabled: false` means: look after nothing of theirs. */
export type SettingsInForce = Settings & { readonly enabled: boolean; readonly approvalPolicy: ApprovalPolicy };

/**
 * The settings of a target's tenant. Without a tenant, or for one that has none of its own, they are the common ones.
 * `maxConcurrentImprovements` is then the tenant's own limit; the common limit holds beside it.
 * A tenant's watch also sets how long an undecided one is prolonged and how long a promoted version stays watched,
 * in the proportion they have to the common watch.
 */
export function settingsFor(settings: Settings, tenantId?: string): SettingsInForce {
  const tenant = tenantId !== undefined && Object.hasOwn(settings.tenants, tenantId) ? settings.tenants[tenantId] : undefined;
  const approvalPolicy = policyFor(settings.approvals ?? PLAIN_APPROVALS, tenantId);
  if (tenant === undefined) return { ...settings, enabled: true, approvalPolicy };

  const watch = tenant.monitoring_duration ?? settings.monitoringDurationSeconds;
  const stretch = watch / settings.monitoringDurationSeconds;
  return {
    ...settings,
    enabled: tenant.enabled,
    approvalPolicy,
    maxConcurrentImprovements: tenant.max_concurrent ?? settings.maxConcurrentImprovements,
    riskTolerance: tenant.risk_tolerance ?? settings.riskTolerance,
    monitoringDurationSeconds: watch,
    monitoringExtensionSeconds: settings.monitoringExtensionSeconds * stretch,
    postWatchSeconds: settings.postWatchSeconds * stretch,
  };
}
