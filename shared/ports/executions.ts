/** Which of the two state machines. */
export type MachineName = 'cycle' | 'improvement';

/** How the last execution of a cycle or improvement stands. `reason` says what ended a `broken` one (failed, timed out or stopped). */
export type ExecutionStanding =
  | { readonly status: 'none' | 'running' | 'succeeded'; readonly name: string; readonly restarts: number }
  | { readonly status: 'broken'; readonly name: string; readonly restarts: number; readonly reason: string };

/** What became of executions, for whoever goes after them. */
export interface Executions {
  standing(machine: MachineName, id: string): Promise<ExecutionStanding>;
  /** Starts an execution that ends what a broken one left: an improvement that is not exposed, or a cycle, as failed for `reason`. Nothing when one is running. */
  giveUp(machine: MachineName, id: string, reason: string): Promise<{ started: boolean }>;
}
