import type { AdjustableThreshold, OwnThresholds } from '../../domain/adjustable-thresholds.ts';
import type { Lesson } from '../../domain/lesson.ts';
import { cameTrue } from './calibration/came-true.ts';

/** Fewer outcomes than this say nothing about a threshold: five misses in a row still happen to a detector that is right one time in two (3 %). */
const FEWEST_OUTCOMES = 5;
/** No proposal moves a threshold further than to twice its place (or half, for one that must lie below); what is still noise then is another matter. */
const FURTHEST = 2;
const BEYOND = 1.05;

/** A change of a target's threshold for a person to decide: where it lies, where it should, and the outcomes that speak for it. */
export type ThresholdProposal = {
  readonly targetId: string;
  readonly kind: string;
  readonly threshold: AdjustableThreshold;
  readonly from: number;
  readonly to: number;
  /** Outcomes of this kind, none of which came true, and how many of them the new threshold would have spared. */
  readonly outcomes: number;
  readonly spared: number;
  readonly improvementIds: readonly string[];
};

/**
 * Thresholds that only ever raised noise on a target: every opportunity of a kind that was tried (at least five) came to nothing. Proposed
 * is the place just beyond what they measured. Nothing changes until a person writes it into the target's `thresholds`.
 */
export const proposeThresholds = (lessons: readonly Lesson[], own: OwnThresholds = {}): ThresholdProposal[] => {
  const groups = new Map<string, Lesson[]>();
  for (const lesson of lessons) {
    if (lesson.crossed === undefined || lesson.opportunityKind === undefined || cameTrue(lesson) === undefined) continue;
    const key = `${lesson.targetId} ${lesson.opportunityKind} ${lesson.crossed.threshold}`;
    groups.set(key, [...(groups.get(key) ?? []), lesson]);
  }
  return [...groups.values()].flatMap((group) => proposalOf(group, own) ?? []);
};

const proposalOf = (group: readonly Lesson[], own: OwnThresholds): ThresholdProposal | undefined => {
  const [first] = group;
  const crossed = group.flatMap((lesson) => lesson.crossed ?? []);
  const last = crossed.at(-1);
  if (first === undefined || last === undefined || group.length < FEWEST_OUTCOMES || group.some((lesson) => cameTrue(lesson) === true)) return undefined;
  const isFloor = last.threshold === 'cacheHitRate';
  const from = own[last.threshold] ?? last.limit;
  const values = crossed.map(({ value }) => value);
  const to = twoDigits(isFloor ? Math.max(from / FURTHEST, Math.min(...values) / BEYOND) : Math.min(from * FURTHEST, Math.max(...values) * BEYOND));
  const spared = values.filter((value) => (isFloor ? value >= to : value < to)).length;
  if (spared === 0 || (isFloor ? to >= from : to <= from)) return undefined;
  return { targetId: first.targetId, kind: first.opportunityKind ?? '', threshold: last.threshold, from, to, outcomes: group.length, spared, improvementIds: group.map(({ improvementId }) => improvementId) };
};

/** Rounded up to two digits that a person would write. */
const twoDigits = (value: number): number => {
  if (value <= 0) return value;
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(2));
};
