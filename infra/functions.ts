/**
 * Every function of the loop: where its code is, how large it is, who calls it, and what it may do. The only place that says so:
 * roles, environments, bundles, docs/permissions.md and the tests are all made from this table.
 */

/** What a function may do with what the loop's own stack holds. Each brings the environment variables that go with it (grants.ts). */
export type Grant =
  | 'table'
  | 'spool-write'
  | 'spool-read'
  | 'packages-read'
  | 'packages-write'
  | 'dependencies-read'
  | 'dependencies-write'
  | 'reports-read'
  | 'reports-write'
  | 'notify'
  | 'tell-bus'
  | 'start-cycle'
  | 'start-improvement'
  | 'look-at-executions'
  | 'answer-waits'
  | 'read-metrics'
  | 'converse'
  /** Is told whether there is a model to ask, and nothing else of it. */
  | 'know-of-models'
  /** Shows which models are configured, and may ask none. */
  | 'show-models'
  /** Is told who may come in through the doors, and what they may. */
  | 'know-doors'
  /** Reads the addresses and secrets of Slack and webhooks, each parameter by its name. */
  | 'read-channels'
  | 'read-flags'
  | 'invoke-release'
  | 'invoke-promote'
  | 'invoke-rollback';

/** What a function may do with a target: given by the target's own stack, on exactly that target. */
export type TargetGrant =
  /** Creates the alias and the first version, nothing else. */
  | 'adopt'
  /** Publishes, writes `$LATEST`, shifts the alias. */
  | 'move'
  /** Reads alias and versions. */
  | 'look'
  /** Downloads the owner's package. */
  | 'download'
  | 'read-source'
  /** Commits on branches of Pawl's own, `pawl/…`, and removes them. */
  | 'write-branch'
  /** Removes branches of Pawl's own, `pawl/…`. */
  | 'delete-branch'
  /** Merges into the owner's main branch, and reverts there. */
  | 'write-main'
  | 'use-workshop'
  | 'read-alarm-tags';

export interface LoopFunction {
  readonly entry: string;
  /** One sentence for people: docs/permissions.md, and the role's description (IAM takes no typographic apostrophe). */
  readonly does: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /**
   * `tick`: a rule, each minute; the next minute makes good what failed. `event`: asynchronously, tried again, then kept in the queue of failed
   * invocations. `machine`, `function`, `person`, `gateway`, `stack`: somebody waits for the answer.
   */
  readonly calledBy: 'tick' | 'event' | 'machine' | 'function' | 'person' | 'gateway' | 'stack';
  /** Traced only when the caller is: X-Ray's price for a trace each minute, or each batch of log lines, is more than that of the call. */
  readonly tracedByItself?: false;
  /**
   * Executions at once that are kept for it where concurrency is reserved (`-c reserve=true`), and no more than these. Whoever watches, guards and takes
   * back must run when a target in trouble has used up the account's concurrency; what receives logs must not use it up itself.
   */
  readonly reserved?: number;
  readonly may: readonly Grant[];
  readonly onTargets: readonly TargetGrant[];
}

const QUICK = { memoryMb: 512, timeoutSeconds: 60 } as const;

export const FUNCTIONS = {
  'start-scheduled-cycle': {
    ...QUICK,
    entry: 'lambdas/trigger/start-scheduled-cycle.handler.ts',
    does: 'Starts a cycle when the schedule says so.',
    calledBy: 'event',
    may: ['table', 'read-flags', 'start-cycle', 'look-at-executions'],
    onTargets: [],
  },
  alarm: {
    ...QUICK,
    // As long as the rollback function, which it waits for; so have the others that ask it.
    timeoutSeconds: 300,
    // More memory is more processor: an emergency is measured in seconds.
    memoryMb: 1024,
    entry: 'lambdas/trigger/alarm.handler.ts',
    does: 'Weighs an alarm; when it is critical, asks for what changed to be taken back, then starts an emergency cycle.',
    calledBy: 'event',
    reserved: 5,
    may: ['table', 'read-flags', 'start-cycle', 'start-improvement', 'look-at-executions', 'answer-waits', 'notify', 'invoke-rollback'],
    onTargets: ['look', 'read-alarm-tags'],
  },
  deployment: {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/trigger/deployment.handler.ts',
    does: 'Makes a release of what an owner deployed, or refuses it.',
    calledBy: 'event',
    may: ['table', 'read-flags', 'packages-read', 'packages-write', 'start-cycle', 'start-improvement', 'look-at-executions', 'answer-waits', 'notify', 'invoke-rollback'],
    onTargets: ['look', 'download', 'read-source'],
  },
  command: {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/trigger/command.handler.ts',
    does: 'Does what a program asks for by the name of a command: look, start a cycle, propose, roll back, deploy, pause, resume. It says no yes.',
    calledBy: 'person',
    may: ['table', 'read-flags', 'start-cycle', 'start-improvement', 'look-at-executions', 'answer-waits', 'notify', 'reports-read', 'show-models', 'invoke-rollback'],
    onTargets: ['look', 'read-source', 'delete-branch'],
  },
  api: {
    // More memory is more processor: people wait for it.
    memoryMb: 1024,
    // Longer than an agent may wait for progress (ten minutes); a page's live events come in pieces that end long before.
    timeoutSeconds: 660,
    entry: 'lambdas/api/api.handler.ts',
    does: 'Answers people, agents and programs at the gateway: the page, the REST API, live progress, MCP. Does what the same caller could have done otherwise.',
    calledBy: 'gateway',
    reserved: 20,
    may: ['table', 'read-flags', 'start-cycle', 'start-improvement', 'look-at-executions', 'answer-waits', 'notify', 'reports-read', 'show-models', 'know-doors', 'invoke-rollback'],
    onTargets: ['look', 'read-source', 'delete-branch'],
  },
  'execution-ended': {
    ...QUICK,
    entry: 'lambdas/trigger/execution-ended.handler.ts',
    does: 'Finishes what a stopped execution left: abandons what is not exposed, starts the execution again for what is.',
    calledBy: 'event',
    may: ['table', 'read-flags', 'start-cycle', 'start-improvement', 'look-at-executions', 'answer-waits'],
    onTargets: [],
  },
  'adopt-target': {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/trigger/adopt-target.handler.ts',
    does: "Registers a target for its owner's stack and creates the alias once; has a running release taken back before a target is unregistered.",
    calledBy: 'stack',
    may: ['table', 'packages-write', 'dependencies-write', 'tell-bus', 'invoke-rollback'],
    onTargets: ['adopt', 'look', 'download'],
  },
  'receive-logs': {
    ...QUICK,
    entry: 'lambdas/telemetry/receive-logs.handler.ts',
    does: "Puts batches of the targets' log lines into the spool.",
    calledBy: 'event',
    reserved: 20,
    tracedByItself: false,
    may: ['spool-write'],
    onTargets: [],
  },
  'receive-event': {
    ...QUICK,
    entry: 'lambdas/telemetry/receive-event.handler.ts',
    does: 'Puts alarms, deployments and results of invocations into the spool.',
    calledBy: 'event',
    tracedByItself: false,
    may: ['table', 'spool-write'],
    onTargets: [],
  },
  collect: {
    ...QUICK,
    memoryMb: 1024,
    entry: 'lambdas/telemetry/collect.handler.ts',
    does: 'Reads new telemetry, folds it, and starts a cycle when something scores critical.',
    calledBy: 'tick',
    reserved: 2,
    tracedByItself: false,
    may: ['table', 'read-flags', 'spool-read', 'spool-write', 'packages-read', 'read-metrics', 'start-cycle', 'look-at-executions', 'know-of-models'],
    onTargets: ['look', 'read-source'],
  },
  analyze: {
    ...QUICK,
    memoryMb: 1024,
    timeoutSeconds: 300,
    entry: 'lambdas/analysis/analyze.handler.ts',
    does: 'Turns telemetry into ranked opportunities and takes up what gets a slot.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'packages-read', 'tell-bus', 'know-of-models'],
    onTargets: ['look', 'read-source'],
  },
  generate: {
    memoryMb: 2048,
    timeoutSeconds: 600,
    entry: 'lambdas/generation/generate.handler.ts',
    does: 'Writes a remedy, by recipe or with a model.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'dependencies-read', 'converse', 'notify'],
    onTargets: ['look', 'read-source'],
  },
  validate: {
    memoryMb: 2048,
    timeoutSeconds: 900,
    entry: 'lambdas/validation/validate.handler.ts',
    does: 'Checks a remedy and has it built and tested in the workshop.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'packages-read', 'packages-write', 'dependencies-read', 'notify'],
    onTargets: ['look', 'read-source', 'write-branch', 'use-workshop'],
  },
  'await-approval': {
    ...QUICK,
    entry: 'lambdas/validation/await-approval.handler.ts',
    does: 'Keeps the token of an execution that waits for a person.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'answer-waits', 'look-at-executions'],
    onTargets: [],
  },
  release: {
    ...QUICK,
    timeoutSeconds: 900,
    entry: 'lambdas/monitoring/release.handler.ts',
    does: 'Publishes a candidate and lets it out to a share of the traffic.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'packages-read', 'notify'],
    onTargets: ['look', 'move', 'download', 'read-source', 'write-branch'],
  },
  promote: {
    ...QUICK,
    timeoutSeconds: 900,
    entry: 'lambdas/monitoring/promote.handler.ts',
    does: 'Merges a candidate that proved itself and gives it all the traffic.',
    calledBy: 'function',
    may: ['table', 'read-flags', 'packages-read', 'notify'],
    onTargets: ['look', 'move', 'download', 'read-source', 'write-branch', 'write-main', 'use-workshop'],
  },
  rollback: {
    ...QUICK,
    // An emergency waits for it.
    memoryMb: 1024,
    timeoutSeconds: 300,
    entry: 'lambdas/monitoring/rollback.handler.ts',
    does: 'Gives the traffic back to the stable version and restores what belongs to it.',
    calledBy: 'function',
    reserved: 10,
    may: ['table', 'read-flags', 'packages-read', 'notify'],
    onTargets: ['look', 'move', 'download', 'read-source', 'write-branch', 'write-main', 'use-workshop'],
  },
  guard: {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/monitoring/guard.handler.ts',
    does: 'Takes back what nobody watches and finishes effects that somebody announced and did not finish.',
    calledBy: 'tick',
    reserved: 5,
    tracedByItself: false,
    may: ['table', 'read-flags', 'packages-read', 'notify'],
    onTargets: ['look', 'move', 'download', 'read-source', 'write-branch', 'write-main', 'use-workshop'],
  },
  watch: {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/monitoring/watch.handler.ts',
    does: 'Judges each release once a minute and asks for what follows, ends questions that nobody answered; moves nothing itself.',
    calledBy: 'tick',
    reserved: 5,
    tracedByItself: false,
    may: ['table', 'read-flags', 'start-cycle', 'start-improvement', 'look-at-executions', 'answer-waits', 'notify', 'tell-bus', 'invoke-release', 'invoke-promote', 'invoke-rollback'],
    onTargets: ['read-source', 'delete-branch'],
  },
  'await-verdict': {
    ...QUICK,
    entry: 'lambdas/monitoring/await-verdict.handler.ts',
    does: "Keeps the token of an execution that waits for the judge's word.",
    calledBy: 'machine',
    may: ['table', 'read-flags', 'answer-waits', 'look-at-executions'],
    onTargets: [],
  },
  abandon: {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/monitoring/abandon.handler.ts',
    does: 'Ends what failed before it was exposed.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'invoke-rollback'],
    onTargets: ['read-source', 'delete-branch'],
  },
  learn: {
    ...QUICK,
    entry: 'lambdas/reporting/learn.handler.ts',
    does: 'Measures what an improvement really did and draws the lesson.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'reports-read', 'reports-write', 'answer-waits', 'notify', 'tell-bus'],
    onTargets: [],
  },
  report: {
    ...QUICK,
    memoryMb: 1024,
    timeoutSeconds: 300,
    entry: 'lambdas/reporting/report.handler.ts',
    does: 'Writes the report of a cycle.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'reports-read', 'reports-write', 'notify', 'tell-bus'],
    onTargets: [],
  },
  'fail-cycle': {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/reporting/fail-cycle.handler.ts',
    does: 'Ends a cycle that failed, with the reason in its report.',
    calledBy: 'machine',
    may: ['table', 'read-flags', 'reports-read', 'reports-write', 'notify', 'tell-bus'],
    onTargets: [],
  },
  'deliver-notices': {
    ...QUICK,
    timeoutSeconds: 300,
    entry: 'lambdas/notify/deliver-notices.handler.ts',
    does: 'Sends to Slack and webhooks what people are to be told, again and again for a day where it has to.',
    calledBy: 'tick',
    tracedByItself: false,
    may: ['table', 'read-channels'],
    onTargets: [],
  },
  digest: {
    ...QUICK,
    memoryMb: 1024,
    timeoutSeconds: 300,
    entry: 'lambdas/reporting/digest.handler.ts',
    does: 'Writes each Monday what was gained and spared in seven days, and tells people.',
    calledBy: 'event',
    may: ['table', 'read-flags', 'reports-read', 'reports-write', 'notify', 'tell-bus'],
    onTargets: [],
  },
} as const satisfies Record<string, LoopFunction>;

export type FunctionName = keyof typeof FUNCTIONS;

/** The function that builds and tests unproven code. One a target, made by the target's stack; in no table of grants, because it may do nothing. */
export const WORKSHOP = { entry: 'lambdas/validation/workshop.handler.ts', memoryMb: 3008, timeoutSeconds: 600 } as const;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];

/** The row of a function, with its grants as lists to look through. */
export const functionNamed = (name: FunctionName): LoopFunction => FUNCTIONS[name];

/** Who may do what with a target: functions that may do the same stand together. */
export const rightsOnTargets = (): { readonly grants: readonly TargetGrant[]; readonly holders: readonly FunctionName[] }[] => {
  const rights = new Map<string, { grants: readonly TargetGrant[]; holders: FunctionName[] }>();
  for (const name of FUNCTION_NAMES) {
    const grants = [...functionNamed(name).onTargets].sort();
    if (grants.length === 0) continue;
    const known = rights.get(grants.join());
    if (known) known.holders.push(name);
    else rights.set(grants.join(), { grants, holders: [name] });
  }
  return [...rights.values()];
};
