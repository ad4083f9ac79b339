import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Target } from '../../shared/domain/target.ts';
import { reliabilityOf, reliabilityOfOutcomes, type ReliabilityRow } from '../../shared/rules/scoring/calibration/reliability.ts';
import { statedOutcomes } from '../../shared/rules/scoring/calibration/stated-outcomes.ts';
import { proposeThresholds } from '../../shared/rules/scoring/threshold-proposals.ts';
import type { CycleReport } from './cycle-report-schema.ts';

/** All lessons of one of the cycle's targets. */
export type TargetExperience = { readonly target: Pick<Target, 'id' | 'thresholds'>; readonly lessons: readonly Lesson[] };

/** People are not asked how sure they are. */
const AUTHORS = ['recipe', 'model'] as const;

const shownRows = (rows: readonly ReliabilityRow[]) => rows.map(({ cameTrue, ...row }) => ({ ...row, came_true: cameTrue }));

/** What all outcomes so far say about the claims of detectors and authors, and about thresholds. Nothing while there are no outcomes. */
export const experienceReport = (experience: readonly TargetExperience[]): Pick<CycleReport, 'calibration' | 'threshold_proposals'> => {
  const { rows, brier } = reliabilityOf(experience.flatMap(({ lessons }) => lessons));
  const gains = experience.flatMap(({ target, lessons }) =>
    reliabilityOf(lessons).kinds.map(({ kind, outcomes, share, deviation }) => ({ target_id: target.id, kind, outcomes, realised_share: share, deviation })),
  );
  const authors = AUTHORS.flatMap((author) => {
    const stated = reliabilityOfOutcomes(experience.flatMap(({ lessons }) => statedOutcomes(lessons, author)));
    return stated.brier === undefined ? [] : [{ author, confidence: shownRows(stated.rows), brier_score: stated.brier }];
  });
  const proposals = experience.flatMap(({ target, lessons }) => proposeThresholds(lessons, target.thresholds));
  return {
    ...(rows.length === 0 && gains.length === 0 && authors.length === 0
      ? {}
      : { calibration: { confidence: shownRows(rows), brier_score: brier ?? null, gains, ...(authors.length === 0 ? {} : { authors }) } }),
    ...(proposals.length === 0
      ? {}
      : { threshold_proposals: proposals.map(({ targetId, improvementIds, ...proposal }) => ({ target_id: targetId, ...proposal, improvement_ids: [...improvementIds] })) }),
  };
};
