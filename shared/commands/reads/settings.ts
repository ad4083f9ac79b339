import type { SettingsView } from '../../domain/views/settings-view.ts';
import type { Sight } from '../../rules/access/sight.ts';
import { noticePlaces } from '../../rules/notices/notice-places.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { flagViews } from './flag-views.ts';

/** What is configured, of what the caller sees: a tenant is shown what holds for everybody and for itself, and nobody else's name. */
export const readSettings = async (dependencies: DoorDependencies, sight: Sight): Promise<SettingsView> => {
  const { settings, targets, models, configured = {} } = dependencies;
  // Addresses of those who are told may be secrets.
  const { tenants, approvals, notifications, ...common } = settings;
  const all = await targets.all();
  const known = new Set([...Object.keys(tenants), ...all.flatMap(({ tenantId, tenantAliases = {} }) => [...(tenantId === undefined ? [] : [tenantId]), ...Object.keys(tenantAliases)])].filter(sight.tenant));
  const flags = await flagViews(dependencies, [...known].sort());
  return {
    preset: configured.preset,
    settings: common,
    tenants: Object.fromEntries(Object.entries(tenants).filter(([tenant]) => sight.tenant(tenant))),
    // A switch of a tenant is called after it; who set one that holds for all, and why, may speak of somebody else.
    flags: sight.all ? flags : flags.filter(({ flag }) => !flag.startsWith('tenant:') || sight.tenant(flag.slice('tenant:'.length))).map(({ flag, on, source, at }) => ({ flag, on, source, at })),
    approvals: sight.all ? (approvals ?? {}) : {},
    notifications: sight.all ? noticePlaces(notifications) : [],
    models: models.pool.map(({ provider, id }) => `${provider}/${id}`),
  };
};
