import type { Pressing } from '../../shared/rules/telemetry/next-look.ts';
import type { Emergencies } from '../../shared/store/emergencies.ts';
import type { Releases } from '../../shared/store/releases.ts';

export type PressingDependencies = { readonly releases: Pick<Releases, 'targetsInPlay'>; readonly emergencies: Pick<Emergencies, 'openTargets'> };

/** Targets that are to be looked at closely whatever their telemetry says, and why: three queries for all of them. Somebody exposed comes before everything else. */
export const pressingTargets = async ({ releases, emergencies }: PressingDependencies): Promise<Map<string, Pressing>> => {
  const [{ releasing, watchedAfter }, open] = await Promise.all([releases.targetsInPlay(), emergencies.openTargets()]);
  const pressing = new Map<string, Pressing>();
  for (const id of watchedAfter) pressing.set(id, 'promoted');
  for (const id of open) pressing.set(id, 'emergency');
  for (const id of releasing) pressing.set(id, 'releasing');
  return pressing;
};
