import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Target } from '../../shared/domain/target.ts';
import { reliabilityOf } from '../../shared/rules/scoring/calibration/reliability.ts';
import { proposeThresholds } from '../../shared/rules/scoring/threshold-proposals.ts';
import type { CycleReport } from './cycle-report-schema.ts';

/** All lessons of one of the cycle's targets. */
export type TargetExperience = { readonly target: Pick<Target, 'id' | 'thresholds'>; readonly lessons: readonly Lesson[] };

/** What all outcomes so far say about the detectors' claims and thresholds. Nothing while there are no outcomes. */
export const experienceReport = (experience: readonly TargetExperience[]): Pick<CycleReport, 'calibration' | 'threshold_proposals'> => {
  const { rows, brier } = reliabilityOf(experience.flatMap(({ lessons }) => lessons));
  const gains = experience.flatMap(({ target, lessons }) =>
    reliabilityOf(lessons).kinds.map(({ kind, outcomes, share, deviation }) => ({ target_id: target.id, kind, outcomes, realised_share: share, deviation })),
  );
  const proposals = experience.flatMap(({ target, lessons }) => proposeThresholds(lessons, target.thresholds));
  return {
    ...(rows.length === 0 && gains.length === 0
      ? {}
      : { calibration: { confidence: rows.map(({ cameTrue, ...row }) => ({ ...row, came_true: cameTrue })), brier_score: brier ?? null, gains } }),
    ...(proposals.length === 0
      ? {}
      : { threshold_proposals: proposals.map(({ targetId, improvementIds, ...proposal }) => ({ target_id: targetId, ...proposal, improvement_ids: [...improvementIds] })) }),
  };
};
