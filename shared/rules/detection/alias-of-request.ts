import type { Period } from '../../domain/period.ts';
import type { TargetState } from '../../domain/target-state.ts';
import type { FoldSettings } from './fold-settings.ts';
import { hash32 } from './text-key.ts';

export type AskedRequest = { readonly requestId: string; readonly qualifier: string | undefined; readonly version: string; readonly at: number };

/**
 * The alias that a request came through, where tenants have aliases of their own; `undefined` where it is not counted apart.
 *
 * The probe tells it. A request that was killed before the probe's record (a time-out, a crash) tells nothing, and must not be lost: those are
 * the worst ones. One of the candidate's came through the one alias that routes to the candidate. Any other is given to the aliases of its
 * version in proportion to their requests in this period, by a draw that the request's id decides, so that each alias gets its
 * expected share of the killed and the same log always gives the same counts.
 */
export const aliasOf = (state: TargetState, { requestId, qualifier, version, at }: AskedRequest, { alias, tenantAliases = [], exposed }: FoldSettings): string | undefined => {
  if (alias === undefined || tenantAliases.length === 0) return undefined;
  if (qualifier !== undefined) return qualifier === alias || tenantAliases.includes(qualifier) ? qualifier : undefined;
  if (exposed?.version === version) return exposed.alias;
  const counts = Object.entries(periodAt(state, at)?.aliases ?? {}).map(([name, versions]): [string, number] => [name, versions[version]?.requests ?? 0]);
  const total = counts.reduce((sum, [, requests]) => sum + requests, 0);
  let drawn = (hash32(requestId) / 2 ** 32) * total;
  return counts.find(([, requests]) => {
    drawn -= requests;
    return drawn < 0;
  })?.[0];
};

const periodAt = ({ openPeriods }: TargetState, at: number): Period | undefined => openPeriods.findLast(({ startsAt, seconds }) => startsAt <= at && at < startsAt + seconds * 1000);
