import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AliasRouting, FunctionConfiguration, HostAlias } from '../../shared/adapters/local/host-api.ts';
import { CodeStore } from './code-store.ts';
import type { Acquired } from './environment-pool.ts';
import type { Environment, RunOutcome } from './environment.ts';
import { functionArn } from './environment-variables.ts';
import type { FunctionRecord } from './function-record.ts';
import { FunctionRegistry } from './function-registry.ts';
import { HostFailure } from './host-failure.ts';
import type { InvokeAnswer, InvokeOutcome } from './invoke-outcome.ts';
import { LiveFunction, type Runnable, type Workplace } from './live-function.ts';
import { endLine, exitLine, initReportLine, reportLine, startLine, timeoutLine, type Report } from './log-lines.ts';
import { pickVersion } from './pick-version.ts';
import { StartGate } from './start-gate.ts';

/** A start takes some 40 ms of a core: more at once on a small machine would take the cores from the requests. */
const STARTS_AT_ONCE = 2;
const MEMORY_CHECK_MS = 200;
const TIDY_MS = 1_000;

/** Lambda's contract on one machine: what is on record, what is alive, and invocations through both. */
export class FunctionHost {
  readonly registry: FunctionRegistry;
  readonly code: CodeStore;
  readonly #place: Workplace;
  readonly #live = new Map<string, LiveFunction>();
  readonly #timers: NodeJS.Timeout[];

  constructor(options: { stateDir: string; runtimePath: string; report: (problem: string) => void }) {
    this.code = new CodeStore(join(options.stateDir, 'code'));
    this.registry = new FunctionRegistry(join(options.stateDir, 'functions'));
    this.#place = { ...options, code: this.code, gate: new StartGate(STARTS_AT_ONCE) };
    this.#timers = [
      setInterval(() => this.#each((live) => live.checkMemory()), MEMORY_CHECK_MS),
      setInterval(() => this.#each((live, record) => live.tidy(record, performance.now())), TIDY_MS),
    ];
    for (const name of this.registry.names()) this.live(name).warm(this.registry.get(name));
  }

  /** The living side of a function on record. */
  live(name: string): LiveFunction {
    this.registry.get(name);
    let live = this.#live.get(name);
    if (!live) {
      live = new LiveFunction(name, this.#place);
      this.#live.set(name, live);
    }
    return live;
  }

  configure(name: string, change: Partial<FunctionConfiguration>, revision: string | undefined): FunctionRecord {
    const record = this.registry.configure(name, change, revision);
    this.live(name).warm(record);
    return record;
  }

  createAlias(name: string, alias: string, routing: AliasRouting): HostAlias {
    return this.#routed(name, this.registry.createAlias(name, alias, routing));
  }

  updateAlias(name: string, alias: string, routing: AliasRouting, revision: string | undefined): HostAlias {
    return this.#routed(name, this.registry.updateAlias(name, alias, routing, revision));
  }

  /** Runs one request to its end. Throws `HostFailure`: `not-found`, or `throttled` when too many run already. */
  async invoke(name: string, qualifier: string, event: unknown): Promise<InvokeOutcome> {
    const record = this.registry.get(name);
    const version = /^(\$LATEST|\d+)$/.test(qualifier) ? qualifier : pickVersion(this.registry.alias(name, qualifier), Math.random());
    const live = this.live(name);
    const { runnable, pool } = live.poolOf(record, version);
    if (live.active >= record.settings.concurrency) {
      live.throttles.add();
      throw new HostFailure('throttled', 'Rate Exceeded.');
    }
    live.active += 1;
    try {
      const requestId = randomUUID();
      const acquired = await pool.acquire();
      const log = (message: string): void => live.log.line(acquired.environment.stream, message);
      if (!acquired.ok) return failedInit({ requestId, runnable, acquired, log });
      try {
        return await runLogged({ requestId, runnable, environment: acquired.environment, event, functionArn: functionArn(name, qualifier), log });
      } finally {
        pool.release(acquired.environment, performance.now());
      }
    } finally {
      live.active -= 1;
    }
  }

  /** Ends every environment and brings the logs to disk. */
  async end(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([...this.#live.values()].map(async (live) => live.end()));
  }

  #routed(name: string, alias: HostAlias): HostAlias {
    const live = this.live(name);
    const { version, additional } = alias;
    live.log.event({ kind: 'deployment', id: `deployment-${name}-${alias.name}-${alias.revision}`, at: Date.now(), alias: alias.name, version, ...(additional && { additional }) });
    live.warm(this.registry.get(name));
    return alias;
  }

  #each(act: (live: LiveFunction, record: FunctionRecord) => void): void {
    for (const [name, live] of this.#live) act(live, this.registry.get(name));
  }
}

type Invocation = { requestId: string; runnable: Runnable; log: (message: string) => void };

async function runLogged({ requestId, runnable, environment, event, functionArn, log }: Invocation & { environment: Environment; event: unknown; functionArn: string }): Promise<InvokeOutcome> {
  const { timeoutSeconds, memoryMb } = runnable.configuration;
  const timeoutMs = timeoutSeconds * 1_000;
  const cold = environment.requests === 0;
  log(startLine(requestId, runnable.version));
  const outcome = await environment.run({ requestId, event, functionArn, deadlineMs: Date.now() + timeoutMs }, timeoutMs);
  if (outcome.kind === 'timed-out') log(timeoutLine(Date.now(), requestId, timeoutSeconds));
  if (outcome.kind === 'exited') log(exitLine(requestId, outcome.how));
  log(endLine(requestId));
  const failure = reportedFailure(outcome);
  log(reportLine({ requestId, durationMs: outcome.durationMs, memoryMb, maxMemoryMb: outcome.maxMemoryMb, ...(cold && { initMs: environment.initMs }), ...(failure && { failure }) }));
  return { requestId, executedVersion: runnable.version, ...answerOf(outcome, requestId, timeoutSeconds) };
}

function reportedFailure(outcome: RunOutcome): Report['failure'] {
  if (outcome.kind === 'timed-out') return { status: 'timeout' };
  if (outcome.kind === 'exited') return { status: 'error', errorType: outcome.outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError' };
  return undefined;
}

function answerOf(outcome: RunOutcome, requestId: string, timeoutSeconds: number): InvokeAnswer {
  if (outcome.kind === 'done') return { kind: 'result', result: outcome.result };
  if (outcome.kind === 'failed') return { kind: 'error', cause: 'handled', error: outcome.error };
  const failure = (errorType: string, what: string) => ({ errorType, errorMessage: `RequestId: ${requestId} Error: ${what}` });
  if (outcome.kind === 'timed-out') return { kind: 'error', cause: 'timeout', error: failure('Sandbox.Timedout', `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`) };
  return { kind: 'error', cause: 'unhandled', error: failure(outcome.outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError', `Runtime exited with error: ${outcome.how}`) };
}

/** A request that got no environment: logged in the stream of the one that did not come up. */
function failedInit({ requestId, runnable, acquired, log }: Invocation & { acquired: Extract<Acquired, { ok: false }> }): InvokeOutcome {
  const { error, environment } = acquired;
  log(initReportLine({ initMs: environment.initMs, errorType: error.errorType }));
  log(startLine(requestId, runnable.version));
  log(endLine(requestId));
  log(reportLine({ requestId, durationMs: environment.initMs, memoryMb: runnable.configuration.memoryMb, maxMemoryMb: 0, failure: { status: 'error', errorType: error.errorType } }));
  return { requestId, executedVersion: runnable.version, kind: 'error', cause: 'unhandled', error };
}
