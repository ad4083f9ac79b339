/** What an execution can stand still for: a person's yes or no, or the end of a release's watch. */
export const WAIT_KINDS = ['approval', 'verdict'] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

export type WaitTokens = { readonly [Kind in WaitKind]?: string | undefined };

/** Remembers which executions wait, by their task tokens, and how often each id was started. */
export interface KeptWaits {
  keep(improvementId: string, kind: WaitKind, token: string): Promise<void>;
  of(improvementId: string): Promise<WaitTokens>;
  /** No effect when another token has taken its place since. */
  forget(improvementId: string, kind: WaitKind, token: string): Promise<void>;
  /** How often an execution of this cycle or improvement was started again; 0 at first. */
  restarts(id: string): Promise<number>;
  /** Claims the restart after `before`. `false` when somebody else has. */
  claimRestart(id: string, before: number): Promise<boolean>;
}
