import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  DEFAULT_CONFIGURATION,
  FunctionSettings,
  VersionedConfiguration,
  type AliasRouting,
  type FunctionConfiguration,
  type HostAlias,
  type HostVersion,
} from '../../shared/adapters/local/host-api.ts';
import { replaceFile } from './atomic-file.ts';
import { FunctionRecord } from './function-record.ts';
import { HostFailure } from './host-failure.ts';

/** Leaves out what is undefined, so that a partial change does not erase. */
const given = <T extends object>(partial: T): Partial<T> => Object.fromEntries(Object.entries(partial).filter(([, value]) => value !== undefined)) as Partial<T>;

/**
 * Functions, versions and aliases with Lambda's rules, on disk before any answer.
 * Everything here is synchronous: a check of a revision and the write it guards cannot be interleaved.
 */
export class FunctionRegistry {
  readonly #directory: string;
  readonly #records = new Map<string, FunctionRecord>();

  /** Throws `HostFailure` naming the file when a stored function cannot be read. */
  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    for (const name of readdirSync(directory)) {
      const path = this.#path(name);
      if (existsSync(path)) this.#records.set(name, readRecord(path));
    }
  }

  names(): string[] {
    return [...this.#records.keys()];
  }

  get(name: string): FunctionRecord {
    const record = this.#records.get(name);
    if (!record) throw new HostFailure('not-found', `There is no function ${name}.`);
    return record;
  }

  /** Creates the function or changes the given parts of its configuration. */
  configure(name: string, change: Partial<FunctionConfiguration>, revision: string | undefined): FunctionRecord {
    const record = this.#records.get(name);
    if (record) checkRevision(`$LATEST of ${name}`, record.latest.revision, revision);
    const base = record ? { ...record.latest.configuration, ...record.settings } : DEFAULT_CONFIGURATION;
    const next = { ...base, ...given(change) };
    const configuration = VersionedConfiguration.parse(next);
    const settings = FunctionSettings.parse(next);
    if (!record) {
      mkdirSync(join(this.#directory, name), { recursive: true });
      return this.#save({ name, latest: { revision: randomUUID(), configuration }, settings, lastVersion: 0, versions: [], aliases: [] });
    }
    if (isDeepStrictEqual(configuration, record.latest.configuration) && isDeepStrictEqual(settings, record.settings)) return record;
    return this.#save({ ...record, settings, latest: { ...record.latest, configuration, revision: randomUUID() } });
  }

  /** Points `$LATEST` at code that the code store has. */
  setCode(name: string, digest: string, revision: string | undefined): FunctionRecord {
    const record = this.get(name);
    checkRevision(`$LATEST of ${name}`, record.latest.revision, revision);
    if (record.latest.digest === digest) return record;
    return this.#save({ ...record, latest: { ...record.latest, digest, revision: randomUUID() } });
  }

  /**
   * Freezes `$LATEST` as a new version. Where code, configuration and description are those of the last published version,
   * that one is returned, as on Lambda (whose version descriptions are part of the configuration).
   */
  publish(name: string, request: { description: string; digest: string | undefined; revision: string | undefined; at: number }): HostVersion {
    const record = this.get(name);
    const { digest, configuration } = record.latest;
    if (digest === undefined) throw new HostFailure('bad-request', `${name} has no code yet.`);
    if (request.digest !== undefined && request.digest !== digest) {
      throw new HostFailure('digest-mismatch', `$LATEST of ${name} holds ${digest}, not ${request.digest}.`);
    }
    checkRevision(`$LATEST of ${name}`, record.latest.revision, request.revision);
    const last = record.versions.at(-1);
    if (last && last.digest === digest && last.description === request.description && isDeepStrictEqual(last.configuration, configuration)) return last;
    const lastVersion = record.lastVersion + 1;
    const version = { version: String(lastVersion), digest, description: request.description, publishedAt: request.at, configuration };
    this.#save({ ...record, lastVersion, versions: [...record.versions, version] });
    return version;
  }

  version(name: string, version: string): HostVersion {
    const found = this.get(name).versions.find((candidate) => candidate.version === version);
    if (!found) throw new HostFailure('not-found', `${name} has no version ${version}.`);
    return found;
  }

  deleteVersion(name: string, version: string): void {
    const record = this.get(name);
    this.version(name, version);
    const user = record.aliases.find((alias) => alias.version === version || alias.additional?.version === version);
    if (user) throw new HostFailure('in-use', `Version ${version} of ${name} is in use by alias ${user.name}.`);
    this.#save({ ...record, versions: record.versions.filter((candidate) => candidate.version !== version) });
  }

  alias(name: string, alias: string): HostAlias {
    const found = this.get(name).aliases.find((candidate) => candidate.name === alias);
    if (!found) throw new HostFailure('not-found', `${name} has no alias ${alias}.`);
    return found;
  }

  createAlias(name: string, alias: string, routing: AliasRouting): HostAlias {
    if (this.get(name).aliases.some((candidate) => candidate.name === alias)) throw new HostFailure('exists', `${name} already has an alias ${alias}.`);
    return this.#putAlias(name, alias, routing);
  }

  /** Throws `revision-changed` when the alias no longer has `revision`. Every write gives a new revision. */
  updateAlias(name: string, alias: string, routing: AliasRouting, revision: string | undefined): HostAlias {
    checkRevision(`Alias ${alias} of ${name}`, this.alias(name, alias).revision, revision);
    return this.#putAlias(name, alias, routing);
  }

  deleteAlias(name: string, alias: string): void {
    this.alias(name, alias);
    const record = this.get(name);
    this.#save({ ...record, aliases: record.aliases.filter((candidate) => candidate.name !== alias) });
  }

  #putAlias(name: string, alias: string, { version, additional }: AliasRouting): HostAlias {
    const record = this.get(name);
    if (version !== '$LATEST') this.version(name, version);
    if (additional) {
      if (version === '$LATEST') throw new HostFailure('bad-request', 'An alias with weights cannot point to $LATEST.');
      this.version(name, additional.version);
      if (additional.version === version) throw new HostFailure('bad-request', `The additional version must be another than ${version}.`);
    }
    const next = { name: alias, version, ...(additional && { additional }), revision: randomUUID() };
    this.#save({ ...record, aliases: [...record.aliases.filter((candidate) => candidate.name !== alias), next] });
    return next;
  }

  #save(record: FunctionRecord): FunctionRecord {
    replaceFile(this.#path(record.name), JSON.stringify(record, undefined, 1));
    this.#records.set(record.name, record);
    return record;
  }

  #path(name: string): string {
    return join(this.#directory, name, 'function.json');
  }
}

function checkRevision(what: string, actual: string, expected: string | undefined): void {
  if (expected !== undefined && expected !== actual) {
    throw new HostFailure('revision-changed', `${what} was changed by somebody else: its revision is ${actual}, not ${expected}.`);
  }
}

function readRecord(path: string): FunctionRecord {
  try {
    return FunctionRecord.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new HostFailure('storage', `The stored function in ${path} cannot be read: ${String(cause)}. Repair the file or move it away.`, { cause });
  }
}
