import type { Opportunity } from '../../domain/opportunity.ts';
import { detect } from '../detection/detect.ts';
import { placedWindow, type EvidenceWindow } from '../detection/evidence-window.ts';
import { siteResolver } from '../detection/resolve-sites.ts';
import { calibration } from './calibration/calibrate-finding.ts';
import { crossedThreshold } from './crossed-threshold.ts';
import { NOTHING, thresholdsOf, versionSeen, windowOf, type FindOptions, type FoundOpportunities, type TargetKnowledge } from './glance-at.ts';
import { heldBackBecause } from './held-back.ts';
import { opportunityOf } from './opportunity-of.ts';
import { rank } from './rank.ts';

/**
 * Detects, scores and ranks what can be done for one target, from the last `windowHours` of the version that serves.
 * `idOf` gives an opportunity its id from its key, the same for the same. `glanced`: what a first glance added up of the same state.
 */
export const findOpportunities = (knowledge: TargetKnowledge, options: FindOptions, glanced?: EvidenceWindow): FoundOpportunities => {
  const { target, state, lessons, serving, sourceMap, paths } = knowledge;
  const { now } = options;
  const version = versionSeen(knowledge);
  if (version === undefined) return NOTHING;
  const window = glanced?.version === version ? placedWindow(glanced, state, siteResolver(sourceMap, paths)) : windowOf(version, knowledge, options);
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
