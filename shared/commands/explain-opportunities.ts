import type { Explanation } from '../domain/explanation.ts';
import type { Lesson } from '../domain/lesson.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Target } from '../domain/target.ts';
import type { TargetState } from '../domain/target-state.ts';
import { busiestVersion, evidenceWindow } from '../rules/detection/evidence-window.ts';
import { siteResolver } from '../rules/detection/resolve-sites.ts';
import { explainOpportunity } from '../rules/explaining/explain-opportunity.ts';
import { bandOfState } from '../rules/explaining/series/state-band.ts';
import { viewBounds } from '../rules/explaining/view-bounds.ts';
import type { Periods } from '../store/periods.ts';

/** One target, what is known of it, and the opportunities to be explained. */
export type ToExplain = {
  readonly target: Target;
  readonly state: TargetState;
  readonly opportunities: readonly Opportunity[];
  readonly lessons: readonly Lesson[];
  /** The version that serves; by the state where nobody says. */
  readonly serving?: { readonly version: string } | undefined;
  /** Its source map and files, to name the places that calls come from and to show them. */
  readonly sourceMap?: string | undefined;
  readonly paths?: Iterable<string> | undefined;
  readonly files?: ReadonlyMap<string, string> | undefined;
  readonly windowHours: number;
  /** Whether a model is configured, where that is known. */
  readonly hasModel?: boolean | undefined;
  readonly at: number;
};

/** Explains opportunities of one target from its stored periods, read once, and its state. Reads only. */
export const explainOpportunities = async (
  { target, state, opportunities, lessons, serving, sourceMap, paths, files, windowHours, hasModel, at }: ToExplain,
  { periods }: { readonly periods: Pick<Periods, 'between'> },
): Promise<Explanation[]> => {
  const version = serving?.version ?? state.servingVersion ?? busiestVersion(state);
  const bounds = new Map(opportunities.map(({ id, evidence, lastSeenAt }) => [id, viewBounds(evidence, lastSeenAt, state)]));
  const views = [...bounds.values()];
  const known = views.length === 0 ? [] : await periods.between(target.id, Math.min(...views.map(({ from }) => from)), Math.max(...views.map(({ until }) => until)));
  const window = version === undefined ? undefined : evidenceWindow({ target, state, version, windowHours, now: at, resolve: siteResolver(sourceMap, paths) });
  const band = bandOfState(state);
  const servingSince = state.servingVersion === version ? state.servingSince : undefined;

  return opportunities.map((opportunity) => {
    const { from, until } = bounds.get(opportunity.id) ?? { from: at, until: at };
    const inView = known.filter(({ startsAt }) => startsAt >= from && startsAt < until);
    return explainOpportunity({
      opportunity, target, lessons, window, hasModel, at,
      series: version === undefined ? undefined : { state, version, view: { periods: inView, from, until, serving: version, servingSince, limits: target.limits, band } },
      sourceOf: (path) => files?.get(path),
    });
  });
};
