import type { TargetDetail } from '../../domain/views/target-view.ts';
import type { Sight } from '../../rules/access/sight.ts';
import { healthSeries } from '../../rules/views/health-series.ts';
import { momentsOfSteps, seriesOfSteps } from '../../rules/views/health-steps.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { healthSteps, type HealthReading } from './health-memory.ts';
import { momentarily } from './momentarily.ts';
import { opportunityRows } from './opportunity-row.ts';
import type { SeenTarget } from './seen-targets.ts';
import { targetView, type TargetReading } from './target-view.ts';

type DetailReading = TargetReading & Pick<DoorDependencies, 'audit'>;

const HOUR_MS = 3_600_000;
const MOST_OPPORTUNITIES = 50;
/** Enough for the releases of a week. */
const ENTRIES_LOOKED_AT = 500;

const SAYS = { came: 'Version %s began to serve', went: 'Version %s ceased to serve' } as const;

/** A target with its last hours: of one that the caller shares with others, what came through its tenant's alias. */
export const targetDetail = async (seen: SeenTarget, sight: Sight, hours: number, dependencies: DetailReading): Promise<TargetDetail> => {
  const { target: { id, alias }, whole } = seen;
  const [target, { series, moments }, opportunities] = await Promise.all([targetView(seen, sight, dependencies), lastHours(id, whole ? undefined : alias, hours, dependencies), opportunityRows([seen], { limit: MOST_OPPORTUNITIES }, dependencies)]);
  const releasedBy = moments.length === 0 ? new Map<string, string>() : await releasesByVersion(seen, sight, dependencies);
  return {
    target, series,
    moments: moments.map(({ at, version, what }) => ({ at, what: SAYS[what].replace('%s', version), improvementId: releasedBy.get(version) })),
    opportunities: [...opportunities.items],
  };
};

/** What was served through an alias, or through any: a line, and when versions came and went. */
const lastHours = async (id: string, through: string | undefined, hours: number, dependencies: HealthReading) =>
  momentarily(dependencies.periods, JSON.stringify([id, through, hours]), dependencies, async () => {
    const { periods, clock } = dependencies;
    const until = clock.now();
    const from = Math.max(0, Math.round(until - hours * HOUR_MS));
    const steps = await healthSteps(id, through, { from, until }, dependencies);
    // Where points are of several periods each, their percentiles are those of all requests together.
    return { series: seriesOfSteps(steps) ?? healthSeries(await periods.between(id, from, until), from, through), moments: momentsOfSteps(steps) };
  });

/** Version → the improvement that brought it, of those that the caller sees, by the audit log. */
const releasesByVersion = async ({ target, whole }: SeenTarget, sight: Sight, { audit, improvements, ...moment }: Pick<DetailReading, 'audit' | 'improvements' | 'clock' | 'momentMs'>): Promise<Map<string, string>> => {
  const exposed = await momentarily(audit, target.id, moment, async () => (await audit.newest(target.id, { limit: ENTRIES_LOOKED_AT })).filter(({ what }) => what === 'exposed'));
  const found = await Promise.all(exposed.map(async ({ newVersion, improvementId }): Promise<[string, string] | undefined> => {
    if (newVersion === undefined || improvementId === undefined) return undefined;
    const improvement = whole ? undefined : await improvements.find(improvementId);
    return whole || (improvement !== undefined && sight.belonging(improvement, target)) ? [newVersion, improvementId] : undefined;
  }));
  return new Map(found.filter((one) => one !== undefined));
};
