import type { Lesson } from '../../domain/lesson.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import type { Target } from '../../domain/target.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { detectsAnything } from '../detection/detect.ts';
import { DETECTION_THRESHOLDS, type DetectionThresholds } from '../detection/detector.ts';
import { busiestVersion, evidenceWindow, type EvidenceWindow } from '../detection/evidence-window.ts';
import type { IsDiscovered } from '../detection/metrics/read-metrics.ts';
import { siteResolver } from '../detection/resolve-sites.ts';

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

/** Of a target that nobody knows a version of. */
export const NOTHING: FoundOpportunities = { open: [], heldBack: [], analyzed: { metrics: 0, logs: 0, events: 0 } };

type Seen = Pick<TargetKnowledge, 'target' | 'state' | 'serving' | 'sourceMap' | 'paths'>;

/** The version that is looked at: the one that serves, as far as anybody knows. */
export const versionSeen = ({ state, serving }: Seen): string | undefined => serving?.version ?? state.servingVersion ?? busiestVersion(state);

/** Thresholds in force for a target: its own, over those of the settings. */
export const thresholdsOf = (target: Target, options: FindOptions): DetectionThresholds => ({ ...DETECTION_THRESHOLDS, ...options.thresholds, ...target.thresholds });

/** What the detectors see of one version. */
export const windowOf = (version: string, { target, state, sourceMap, paths }: Seen, { windowHours, now, isDiscovered }: FindOptions): EvidenceWindow =>
  evidenceWindow({ target, state, version, windowHours, now, resolve: siteResolver(sourceMap, paths), isDiscovered });

/** `nothing`: what a target has of which nothing is found; absent where there is something. `window`: what was added up for that. */
export type Glance = { readonly nothing?: FoundOpportunities; readonly window?: EvidenceWindow };

/**
 * Whether there is anything to be found of a target: of most, most of the time, there is not, and no more must be known to place and weigh
 * it. Needs neither source map nor lessons: what is found does not depend on them.
 */
export const glanceAt = (seen: Pick<TargetKnowledge, 'target' | 'state' | 'serving'>, options: FindOptions): Glance => {
  const version = versionSeen(seen);
  if (version === undefined) return { nothing: NOTHING };
  const window = windowOf(version, seen, options);
  return detectsAnything(window, thresholdsOf(seen.target, options)) ? { window } : { nothing: { ...NOTHING, analyzed: window.analyzed } };
};
