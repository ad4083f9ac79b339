import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { DeployerError, type AliasState, type Deployer, type PublishedVersion, type Routing } from '../../shared/ports/deployer.ts';
import type { Package } from '../../shared/ports/workshop.ts';

const SCHEMA = `
  create table if not exists functions (name text primary key, digest text not null, revision integer not null);
  create table if not exists versions (name text, version integer, digest text not null, description text not null, primary key (name, version));
  create table if not exists aliases (name text, alias text, version text not null, other text, weight real, revision integer not null, primary key (name, alias));
  create table if not exists revisions (last integer not null);
  insert into revisions (last) select 0 where not exists (select 1 from revisions);
`;

type AliasRow = { version: string; other: string | null; weight: number | null; revision: number };
type VersionRow = { version: number; digest: string; description: string };

/** A `Deployer`, and what the owner of its functions can do past it. */
export type OwnedDeployer = Deployer & {
  /** A new function with this package as its first version behind `alias`. */
  createFunction(name: string, alias: string, first: Package, description: string): void | Promise<void>;
  /** All traffic to a version. */
  routeByHand(name: string, alias: string, version: string): void | Promise<void>;
  removeAlias(name: string, alias: string): void | Promise<void>;
  close(): void;
};

/** A `Deployer` and the functions behind it in one file that processes share: what a cloud is to those that run beside it. Serves no traffic. */
export const sqliteDeployer = (file: string): OwnedDeployer => {
  const database = new DatabaseSync(file, { timeout: 15_000 });
  // Written to the operating system before any answer, which outlives a killed process; a power failure is not what is tested.
  database.exec('pragma journal_mode = wal; pragma synchronous = off;');
  const inTransaction = <Result>(work: () => Result): Result => {
    database.exec('begin immediate');
    try {
      const result = work();
      database.exec('commit');
      return result;
    } catch (error) {
      database.exec('rollback');
      throw error;
    }
  };
  inTransaction(() => database.exec(SCHEMA));

  const nextRevision = (): number => (database.prepare('update revisions set last = last + 1 returning last').get() as { last: number }).last;
  const latestOf = (name: string): { digest: string; revision: number } => {
    const row = database.prepare('select digest, revision from functions where name = ?').get(name) as { digest: string; revision: number } | undefined;
    if (!row) throw new DeployerError('not-found', `There is no function ${name}.`);
    return row;
  };
  const aliasOf = (name: string, alias: string): AliasRow => {
    const row = database.prepare('select version, other, weight, revision from aliases where name = ? and alias = ?').get(name, alias) as AliasRow | undefined;
    if (!row) throw new DeployerError('not-found', `${name} has no alias ${alias}.`);
    return row;
  };
  const versionsOf = (name: string): PublishedVersion[] =>
    (database.prepare('select version, digest, description from versions where name = ? order by version').all(name) as VersionRow[]).map(({ version, digest, description }) => ({ version: String(version), codeDigest: digest, description }));
  const versionOf = (name: string, version: string): PublishedVersion => {
    const found = versionsOf(name).find((published) => published.version === version);
    if (!found) throw new DeployerError('not-found', `${name} has no version ${version}.`);
    return found;
  };
  const setLatest = (name: string, digest: string): void => {
    if (latestOf(name).digest !== digest) database.prepare('update functions set digest = ?, revision = ? where name = ?').run(digest, nextRevision(), name);
  };
  const addVersion = (name: string, digest: string, description: string): PublishedVersion => {
    const version = versionsOf(name).length + 1;
    database.prepare('insert into versions (name, version, digest, description) values (?, ?, ?, ?)').run(name, version, digest, description);
    return { version: String(version), codeDigest: digest, description };
  };
  const setAlias = (name: string, alias: string, { version, additional }: Routing): number => {
    const revision = nextRevision();
    database
      .prepare('insert into aliases (name, alias, version, other, weight, revision) values (?, ?, ?, ?, ?, ?) on conflict (name, alias) do update set version = excluded.version, other = excluded.other, weight = excluded.weight, revision = excluded.revision')
      .run(name, alias, version, additional?.version ?? null, additional?.weight ?? null, revision);
    return revision;
  };

  return {
    async describe(functionName, alias) {
      return inTransaction(() => {
        const { digest, revision } = latestOf(functionName);
        return { alias: aliasState(aliasOf(functionName, alias)), latest: { codeDigest: digest, revision: String(revision) } };
      });
    },
    async versions(functionName) {
      latestOf(functionName);
      return versionsOf(functionName);
    },
    async publish({ functionName, package: { digest, bundle }, description }) {
      return inTransaction(() => {
        latestOf(functionName);
        if (createHash('sha256').update(bundle).digest('hex') !== digest) throw new DeployerError('refused', `The package of ${functionName} is not what its digest says.`);
        const there = versionsOf(functionName).find((version) => version.codeDigest === digest && version.description === description);
        if (there) return there;
        setLatest(functionName, digest);
        return addVersion(functionName, digest, description);
      });
    },
    async shift({ functionName, alias, to, revision }) {
      return inTransaction(() => {
        if (String(aliasOf(functionName, alias).revision) !== revision) return { ok: false } as const;
        versionOf(functionName, to.version);
        if (to.additional) versionOf(functionName, to.additional.version);
        return { ok: true, revision: String(setAlias(functionName, alias, to)) } as const;
      });
    },
    async restoreLatest({ functionName, version, instead }) {
      inTransaction(() => {
        if (instead === undefined || latestOf(functionName).digest === instead) setLatest(functionName, versionOf(functionName, version).codeDigest);
      });
    },
    createFunction(name, alias, { digest }, description) {
      inTransaction(() => {
        database.prepare('insert into functions (name, digest, revision) values (?, ?, ?)').run(name, digest, nextRevision());
        setAlias(name, alias, { version: addVersion(name, digest, description).version });
      });
    },
    routeByHand(name, alias, version) {
      inTransaction(() => setAlias(name, alias, { version }));
    },
    removeAlias(name, alias) {
      inTransaction(() => database.prepare('delete from aliases where name = ? and alias = ?').run(name, alias));
    },
    close: () => database.close(),
  };
};

const aliasState = ({ version, other, weight, revision }: AliasRow): AliasState => ({ version, ...(other === null ? {} : { additional: { version: other, weight: weight ?? 0 } }), revision: String(revision) });
