import type { Cycle } from '../../shared/domain/cycle.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Release } from '../../shared/domain/release.ts';
import { activeSeconds } from './active-seconds.ts';
import type { CycleCost } from './cost.ts';
import { NO_COST } from './cost.ts';
import type { CycleReport, ImprovementStatus } from './cycle-report-schema.ts';
import { experienceReport, type TargetExperience } from './experience.ts';
import { sumOfEstimates } from '../../shared/rules/impact/sum-of-estimates.ts';
import { costReport, improvementReport } from './improvement-report.ts';
import { phaseTimes } from './phase-budgets.ts';

/** Everything that a cycle's report is made of. `now` ends a cycle that has no end yet. */
export type CycleFacts = {
  readonly cycle: Cycle;
  readonly improvements: readonly Improvement[];
  readonly releases: readonly Release[];
  readonly opportunities: readonly Opportunity[];
  readonly lessons: readonly Lesson[];
  /** Each target with all of its lessons, those of other cycles too. */
  readonly experience: readonly TargetExperience[];
  readonly cost: CycleCost;
  readonly now: number;
};

const PENDING: readonly ImprovementStatus[] = ['awaiting_approval', 'in_progress'];
const TAKEN_BACK: readonly ImprovementStatus[] = ['rolled_back', 'reverted'];

/** The report of a cycle under the names of the requirements. The same facts give the same report. */
export const buildCycleReport = ({ cycle, improvements, releases, opportunities, lessons, experience, cost, now }: CycleFacts): CycleReport => {
  const end = cycle.endedAt ?? now;
  const reports = improvements.map((improvement) =>
    improvementReport(improvement, {
      release: releases.find(({ improvementId }) => improvementId === improvement.id),
      cost: cost.byImprovement[improvement.id] ?? NO_COST,
      until: end,
    }),
  );
  const count = (...statuses: readonly ImprovementStatus[]): number => reports.filter(({ status }) => statuses.includes(status)).length;
  const deployed = reports.filter(({ status }) => status === 'completed');
  const ownMs = Object.values(cycle.phaseMs).reduce((sum, ms) => sum + ms, 0);

  return {
    cycle_id: cycle.id,
    target_ids: cycle.targetIds,
    trigger: cycle.trigger,
    state: cycle.state,
    failure: cycle.failure ?? null,
    ...(cycle.notProtected === undefined ? {} : { not_protected: cycle.notProtected.map(({ targetId, reason }) => ({ target_id: targetId, reason })) }),
    start_time: new Date(cycle.startedAt).toISOString(),
    end_time: new Date(end).toISOString(),
    duration_seconds: Math.max(0, end - cycle.startedAt) / 1000,
    active_seconds: activeSeconds(improvements, ownMs, end),
    telemetry_analyzed: cycle.telemetryAnalyzed,
    opportunities_identified: opportunities.length,
    improvements_attempted: reports.length - count('queued'),
    improvements_deployed: deployed.length,
    improvements_rolled_back: count(...TAKEN_BACK),
    improvements_inconclusive: count('inconclusive'),
    improvements_pending: count(...PENDING),
    total_impact: deployed.reduce((sum, { impact_score }) => sum + impact_score, 0),
    total_impact_measured: sumOfEstimates(deployed.flatMap(({ measured_impact }) => (measured_impact === null ? [] : [measured_impact]))) ?? null,
    cost: costReport(cost.whole),
    phases: phaseTimes(cycle, improvements),
    lessons: lessons.map(({ improvementId, claimedGain, measuredGain, text }) => ({
      improvement_id: improvementId,
      claimed_gain: claimedGain ?? null,
      measured_gain: measuredGain ?? null,
      text,
    })),
    improvements: reports,
    ...experienceReport(experience),
  };
};
