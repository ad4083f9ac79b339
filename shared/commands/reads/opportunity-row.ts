import type { Opportunity } from '../../domain/opportunity.ts';
import type { OpportunityRow } from '../../domain/views/opportunity-row.ts';
import type { PageOf } from '../../domain/views/page-of.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { momentarily } from './momentarily.ts';
import { seenTargets, type SeenTarget } from './seen-targets.ts';

type Sources = Pick<DoorDependencies, 'opportunities' | 'improvements' | 'clock' | 'momentMs'>;

/** Opportunities as lists show them. `worked`: opportunity → the improvement that works on it, or did last. */
const opportunityRow = (opportunity: Opportunity, worked: ReadonlyMap<string, string>): OpportunityRow => {
  const { id, targetId, tenantId, kind, title, severity, priority, impactScore, confidence, risk, gainPercent, systemWide, firstSeenAt, lastSeenAt } = opportunity;
  return { id, targetId, tenantId, kind, title, severity, priority, impactScore, confidence, risk, gainPercent, systemWide, firstSeenAt, lastSeenAt, improvementId: worked.get(id) };
};

/** What a caller sees of a target's opportunities, in no order. */
export const seenOpportunities = async ({ target, whole, aliases }: SeenTarget, { opportunities }: Pick<Sources, 'opportunities'>): Promise<Opportunity[]> =>
  (await opportunities.list(target.id)).filter(({ tenantId }) => whole || (tenantId !== undefined && Object.hasOwn(aliases, tenantId)));

/** Best first; of equals the order of their ids. */
const byScore = (a: Place, b: Place): number => b.impactScore - a.impactScore || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

type Place = Pick<Opportunity, 'impactScore' | 'id'>;

/** A place in the list that holds also when what stood there is gone: score and id. */
const cursorOf = ({ impactScore, id }: Place): string => Buffer.from(`${impactScore}~${id}`, 'utf8').toString('base64url');

/** `undefined` when it is no cursor of this list. */
export const placeInOpportunities = (cursor: string): Place | undefined => {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, score, id] = /^([\d.e+-]{1,30})~([^\0]{1,300})$/.exec(text) ?? [];
  const impactScore = Number(score);
  return id === undefined || !Number.isFinite(impactScore) || cursorOf({ impactScore, id }) !== cursor ? undefined : { impactScore, id };
};

/** The opportunities of some targets, best first, with what works on them. */
export const opportunityRows = async (seen: readonly SeenTarget[], { limit, after }: { readonly limit: number; readonly after?: string | undefined }, sources: Sources): Promise<PageOf<OpportunityRow>> => {
  const place = after === undefined ? undefined : placeInOpportunities(after);
  const all = (await Promise.all(seen.map((one) => seenOpportunities(one, sources)))).flat().sort(byScore);
  const rest = place === undefined ? all : all.filter((one) => byScore(one, place) > 0);
  const shown = rest.slice(0, limit);
  const ids = new Set(shown.map(({ id }) => id));
  const worked: ReadonlyMap<string, string> = ids.size === 0 ? new Map() : await momentarily(sources.improvements, 'by opportunity', sources, () => sources.improvements.byOpportunity(() => true));
  const last = shown.at(-1);
  return { items: shown.map((one) => opportunityRow(one, worked)), ...(rest.length > shown.length && last ? { next: cursorOf(last) } : {}) };
};

/** Of one target, or of all that the caller sees. */
export const listOpportunities = async (dependencies: Sources & Pick<DoorDependencies, 'targets'>, sight: Sight, { targetId, ...paging }: { readonly targetId?: string | undefined; readonly limit: number; readonly after?: string | undefined }): Promise<PageOf<OpportunityRow>> => {
  const seen = await seenTargets(dependencies.targets, sight);
  return opportunityRows(seen.filter(({ target }) => targetId === undefined || target.id === targetId), paging, dependencies);
};
