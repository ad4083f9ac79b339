import type { Lesson } from '../../domain/lesson.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import type { Target } from '../../domain/target.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { detect, detectsAnything } from '../detection/detect.ts';
import { DETECTION_THRESHOLDS, type DetectionThresholds } from '../detection/detector.ts';
import { busiestVersion, evidenceWindow, type EvidenceWindow } from '../detection/evidence-window.ts';
import type { IsDiscovered } from '../detection/metrics/read-metrics.ts';
import { siteResolver } from '../detection/resolve-sites.ts';
import { calibration } from './calibration/calibrate-finding.ts';
import { crossedThreshold } from './crossed-threshold.ts';
import { heldBackBecause } from './held-back.ts';
import { opportunityOf } from './opportunity-of.ts';
import { rank } from './rank.ts';

/** What is known of one target when its opportunities are looked for. */
export type TargetKnowledge = {
  readonly target: Target;
  readonly state: TargetState;
  /** The version that serves, since when; the deployment events in the state tell it where this does not. */
  readonly serving?: { readonly version: string; readonly since?: number | undefined } | undefined;
  /** Source map of that version, and the service's files, to name places in the source. */
  readonly sourceMap?: string | undefined;
  readonly paths?: Iterable<string> | undefined;
  readonly lessons: readonly Lesson[];
  /** What earlier cycles listed: the same key keeps its id and its place in the queue. */
  readonly known: readonly Opportunity[];
  /** Keys with an improvement under way. */
  readonly busyKeys: Iterable<string>;
};

export type FoundOpportunities = {
  /** Free to be worked on, in order of work. */
  readonly open: Opportunity[];
  /** Real, but not now: under way already, or tried on this very code. */
  readonly heldBack: { readonly opportunity: Opportunity; readonly reason: string }[];
  readonly analyzed: EvidenceWindow['analyzed'];
};

export type FindOptions = { readonly windowHours: number; readonly now: number; readonly idOf: (key: string) => string; readonly thresholds?: DetectionThresholds; readonly isDiscovered?: IsDiscovered | undefined };

const NOTHING: FoundOpportunities = { open: [], heldBack: [], analyzed: { metrics: 0, logs: 0, events: 0 } };

type Seen = Pick<TargetKnowledge, 'target' | 'state' | 'serving' | 'sourceMap' | 'paths'>;

const versionSeen = ({ state, serving }: Seen): string | undefined => serving?.version ?? state.servingVersion ?? busiestVersion(state);

const thresholdsOf = (target: Target, options: FindOptions): DetectionThresholds => ({ ...DETECTION_THRESHOLDS, ...options.thresholds, ...target.thresholds });

const windowOf = (version: string, { target, state, sourceMap, paths }: Seen, { windowHours, now, isDiscovered }: FindOptions): EvidenceWindow =>
  evidenceWindow({ target, state, version, windowHours, now, resolve: siteResolver(sourceMap, paths), isDiscovered });

/**
 * What a target of which nothing is found has: most of them, most of the time. `undefined` where there is something, and more must be known
 * to place and weigh it. Needs neither source map nor lessons: what is found does not depend on them.
 */
export const glanceAt = (seen: Pick<TargetKnowledge, 'target' | 'state' | 'serving'>, options: FindOptions): FoundOpportunities | undefined => {
  const version = versionSeen(seen);
  if (version === undefined) return NOTHING;
  const window = windowOf(version, seen, options);
  return detectsAnything(window, thresholdsOf(seen.target, options)) ? undefined : { ...NOTHING, analyzed: window.analyzed };
};

/**
 * Detects, scores and ranks what can be done for one target, from the last `windowHours` of the version that serves.
 * `idOf` gives an opportunity its id from its key, the same for the same.
 */
export const findOpportunities = (
  knowledge: TargetKnowledge,
  options: FindOptions,
): FoundOpportunities => {
  const { target, state, lessons, serving } = knowledge;
  const { now } = options;
  const version = versionSeen(knowledge);
  if (version === undefined) return NOTHING;
  const window = windowOf(version, knowledge, options);
  // What was found for one tenant is another opportunity than the same found for everybody: it is worked on behind another alias.
  const known = new Map(knowledge.known.filter(({ tenantId }) => tenantId === target.tenantId).map((opportunity) => [opportunity.key, opportunity]));
  const thresholds = thresholdsOf(target, options);
  const calibrate = calibration(lessons);
  const opportunities = detect(window, thresholds).map((finding) =>
    opportunityOf({ ...calibrate(finding), crossed: crossedThreshold(finding, thresholds) }, target, now, { id: known.get(finding.key)?.id ?? options.idOf(finding.key), firstSeenAt: known.get(finding.key)?.firstSeenAt }),
  );
  const busy = new Set(knowledge.busyKeys);
  const codeSince = serving?.since ?? (state.servingVersion === version ? state.servingSince : undefined);
  const reasonOf = ({ key }: Opportunity): string | undefined => (busy.has(key) ? 'an improvement is under way' : heldBackBecause(key, lessons, codeSince, now));
  return {
    open: rank(opportunities.filter((opportunity) => reasonOf(opportunity) === undefined), now),
    heldBack: opportunities.flatMap((opportunity) => {
      const reason = reasonOf(opportunity);
      return reason === undefined ? [] : [{ opportunity, reason }];
    }),
    analyzed: window.analyzed,
  };
};
