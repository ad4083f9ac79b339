import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EnvironmentCount, HostAlias, VersionedConfiguration } from '../../shared/adapters/local/host-api.ts';
import type { CodeStore } from './code-store.ts';
import { Environment } from './environment.ts';
import { EnvironmentPool } from './environment-pool.ts';
import { environmentVariables } from './environment-variables.ts';
import type { FunctionRecord } from './function-record.ts';
import { HostFailure } from './host-failure.ts';
import { initStartLine, logStreamName } from './log-lines.ts';
import { LogStore } from './log-store.ts';
import type { StartGate } from './start-gate.ts';
import { ThrottleCounter } from './throttle-counter.ts';

export type Workplace = { readonly stateDir: string; readonly runtimePath: string; readonly code: CodeStore; readonly gate: StartGate; readonly report: (problem: string) => void };

/** The code and configuration that an invocation runs. */
export type Runnable = { readonly version: string; readonly digest: string; readonly configuration: VersionedConfiguration };

/** What of a function is alive and not on record: its environments, its log, how many invocations run. */
export class LiveFunction {
  readonly log: LogStore;
  readonly throttles: ThrottleCounter;
  active = 0;
  readonly #name: string;
  readonly #place: Workplace;
  /** By version; `$LATEST` has a pool for each of its revisions. */
  readonly #pools = new Map<string, EnvironmentPool>();

  constructor(name: string, place: Workplace) {
    this.#name = name;
    this.#place = place;
    this.log = new LogStore(join(place.stateDir, 'functions', name, 'log'), place.report);
    this.throttles = new ThrottleCounter((count, at) => this.log.event({ kind: 'throttle', id: `throttle-${name}-${at}`, at, count }));
  }

  /** What `version` of the record runs, and the environments for it. */
  poolOf(record: FunctionRecord, version: string): { runnable: Runnable; pool: EnvironmentPool } {
    const { key, runnable } = runnableOf(record, version);
    let pool = this.#pools.get(key);
    if (!pool) {
      pool = new EnvironmentPool(() => this.#start(runnable), this.#place.gate);
      this.#pools.set(key, pool);
    }
    return { runnable, pool };
  }

  /** Starts environments ahead for the versions that an alias routes to, as many as the function's `warm` says, shared out by weight. */
  warm(record: FunctionRecord): void {
    for (const [version, count] of warmCounts(record)) this.poolOf(record, version).pool.warm(count);
  }

  /** Ends surplus idle environments, and those of versions that are no more. */
  tidy(record: FunctionRecord, nowMs: number): void {
    const warm = warmCounts(record);
    const current = new Set([...record.versions.map(({ version }) => version), latestKey(record)]);
    for (const [key, pool] of this.#pools) {
      if (current.has(key)) {
        pool.reap(nowMs - record.settings.idleSeconds * 1_000, warm.get(key) ?? 0);
        continue;
      }
      pool.retire();
      if (pool.counts.busy + pool.counts.starting === 0) this.#pools.delete(key);
    }
  }

  checkMemory(): void {
    for (const pool of this.#pools.values()) for (const environment of pool.busy) environment.checkMemory();
  }

  counts(): EnvironmentCount[] {
    return [...this.#pools].map(([key, pool]) => ({ version: key.split('@')[0] ?? key, ...pool.counts }));
  }

  async end(): Promise<void> {
    for (const pool of this.#pools.values()) pool.kill();
    await this.log.flush();
  }

  #start({ version, digest, configuration }: Runnable): Environment {
    const stream = logStreamName(Date.now(), version, randomBytes(16).toString('hex'));
    const taskRoot = this.#place.code.folder(digest);
    const log = (message: string): void => this.log.line(stream, message);
    log(initStartLine());
    return new Environment({
      runtimePath: this.#place.runtimePath,
      variables: environmentVariables({ functionName: this.#name, version, stream, taskRoot, configuration }, process.env),
      stream,
      taskRoot,
      memoryMb: configuration.memoryMb,
      log,
    });
  }
}

const latestKey = ({ latest }: FunctionRecord): string => `$LATEST@${latest.revision}`;

function runnableOf(record: FunctionRecord, version: string): { key: string; runnable: Runnable } {
  if (version === '$LATEST') {
    const { digest, configuration } = record.latest;
    if (digest === undefined) throw new HostFailure('bad-request', `${record.name} has no code yet.`);
    return { key: latestKey(record), runnable: { version, digest, configuration } };
  }
  const published = record.versions.find((candidate) => candidate.version === version);
  if (!published) throw new HostFailure('not-found', `${record.name} has no version ${version}.`);
  return { key: version, runnable: published };
}

/** Environments to keep ready by version: the larger part over the aliases, at least one for any version with weight. */
export function warmCounts({ settings, aliases }: { settings: { warm: number }; aliases: readonly HostAlias[] }): Map<string, number> {
  const counts = new Map<string, number>();
  if (settings.warm === 0) return counts;
  for (const { version, additional } of aliases) {
    const weight = additional?.weight ?? 0;
    const shares = [[version, 1 - weight], ...(additional ? [[additional.version, weight] as const] : [])] as const;
    for (const [routed, share] of shares) {
      if (routed === '$LATEST' || share <= 0) continue;
      counts.set(routed, Math.max(counts.get(routed) ?? 0, Math.ceil(settings.warm * share)));
    }
  }
  return counts;
}
