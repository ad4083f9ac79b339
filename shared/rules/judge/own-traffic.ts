import type { Period } from '../../domain/period.ts';
import type { Release } from '../../domain/release.ts';

/** What a release is judged by: all of a period, or what came through its own alias where other aliases serve the same versions to other tenants. */
export const ownTraffic = (period: Period, { alias, judgedByAlias = false }: Pick<Release, 'alias' | 'judgedByAlias'>): Period => (judgedByAlias ? { ...period, versions: period.aliases?.[alias] ?? {} } : period);

/** Share (0–1) of the periods' requests of which the alias is known; 1 when there were none. */
export const shareByAlias = (periods: readonly Period[]): number => {
  const requestsOf = (versions: Period['versions']): number => Object.values(versions).reduce((sum, { requests }) => sum + requests, 0);
  const all = periods.reduce((sum, { versions }) => sum + requestsOf(versions), 0);
  const told = periods.reduce((sum, { aliases = {} }) => sum + Object.values(aliases).reduce((part, versions) => part + requestsOf(versions), 0), 0);
  return all === 0 ? 1 : told / all;
};
