import type { Cycle } from '../../domain/cycle.ts';
import { EXPOSED, SETTLED, type ImprovementState } from '../../domain/improvement.ts';

/** What becomes of an execution that is not there any more: nothing, another one that goes on, or one that ends what was left as failed. */
export type Recovery = 'nothing' | 'start' | 'give-up';

/** How the last execution stands. `broken`: it failed, ran out of time, or was stopped. `restarts`: how many there were after the first. */
export type LastExecution = { readonly status: 'none' | 'running' | 'succeeded' | 'broken'; readonly restarts: number };

/** A lesson that cannot be learned in this many tries is not learned. */
const MOST_LESSON_TRIES = 3;

const MUST_GO_ON: ReadonlySet<ImprovementState> = new Set([...EXPOSED, 'reverting']);

export type ImprovementStanding = {
  readonly state: ImprovementState;
  /** Milliseconds since this state was entered. */
  readonly sinceMs: number;
  readonly execution: LastExecution;
  /** Whether its cycle still runs, which starts the first execution of each of its improvements. */
  readonly cycleRuns: boolean;
  /** How long whoever entered a state may take to start what follows, in milliseconds. */
  readonly graceMs: number;
};

/**
 * What is exposed is never given up: an execution that goes on waits for the end of its watch, which the tick and the guard bring about
 * with or without it. What is not exposed yet ends as failed when its execution broke. What settled and was not learned from is.
 */
export const recoveryOfImprovement = ({ state, sinceMs, execution, cycleRuns, graceMs }: ImprovementStanding): Recovery => {
  const settled = SETTLED.includes(state);
  if (execution.status === 'running') return 'nothing';
  if (execution.status === 'broken') {
    if (settled) return execution.restarts < MOST_LESSON_TRIES ? 'start' : 'nothing';
    return MUST_GO_ON.has(state) ? 'start' : 'give-up';
  }
  const isSeenTo = settled || sinceMs < graceMs || (execution.status === 'none' && cycleRuns);
  return isSeenTo ? 'nothing' : 'start';
};

/** Cycles that have an execution; the others only give a patch or a deployment its report. */
const ANALYSING = ['schedule', 'command', 'alarm', 'telemetry'] as const satisfies readonly Cycle['trigger'][];

export const hasExecution = ({ trigger }: Pick<Cycle, 'trigger'>): boolean => ANALYSING.some((analysing) => analysing === trigger);

export type CycleStanding = { readonly cycle: Pick<Cycle, 'state' | 'trigger'>; readonly sinceMs: number; readonly execution: LastExecution; readonly graceMs: number };

/** A cycle whose execution is gone has failed: what it took up goes on by itself, and its report says so. One that never got an execution gets it. */
export const recoveryOfCycle = ({ cycle, sinceMs, execution, graceMs }: CycleStanding): Recovery => {
  if (cycle.state !== 'running' || !hasExecution(cycle) || execution.status === 'running') return 'nothing';
  if (execution.status === 'broken') return 'give-up';
  if (sinceMs < graceMs) return 'nothing';
  return execution.status === 'none' ? 'start' : 'give-up';
};
