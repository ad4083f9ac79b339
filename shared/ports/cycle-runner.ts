/** Runs the two state machines. Executions carry ids and decisions only; everything else lives in the store. */
export interface CycleRunner {
  /** Starts a cycle's execution; a second start with the same id starts nothing. */
  startCycle(cycleId: string): Promise<{ started: boolean }>;
  /** Starts an improvement's execution, resuming where its stored state says. */
  startImprovement(improvementId: string): Promise<{ started: boolean }>;
  /** Answers the wait of an improvement (approval given, watch settled). No effect when nothing waits. */
  resume(improvementId: string): Promise<void>;
  stop(improvementId: string): Promise<void>;
}
