import type { ReleaseDependencies } from './dependencies.ts';
import { route } from './route.ts';
import { stillIn } from './state-guard.ts';

/** Gives a watched candidate another share of the traffic. No effect when it is no longer watched. */
export const ramp = async (dependencies: ReleaseDependencies, improvementId: string, weight: number): Promise<'done' | 'turned'> => {
  const { improvements, releases, clock } = dependencies;
  const release = await releases.get(improvementId);
  if (!release.candidateVersion) return 'turned';
  const to = { version: release.stableVersion, additional: { version: release.candidateVersion, weight } };
  const routed = await route(dependencies, release, to, { still: stillIn(improvements, improvementId, 'watching') });
  if (routed !== 'done') return 'turned';
  const at = clock.now();
  const recorded = await releases.amend(improvementId, ['watching'], (held) =>
    held.weight === weight ? held : { ...held, weight, moments: [...held.moments, { at, what: `${Math.round(weight * 100)} % of the traffic` }] },
  );
  return recorded ? 'done' : 'turned';
};
