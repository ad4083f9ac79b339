import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { folderBlobStore } from '../../shared/adapters/local/folder-blob-store.ts';
import { gitSourceRepository } from '../../shared/adapters/local/git-source-repository.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Notice } from '../../shared/ports/notifier.ts';
import type { SourceRepository } from '../../shared/ports/source-repository.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import type { ReleasePlan } from '../../shared/release/open-release.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { describeVersion } from '../../shared/release/version-description.ts';
import { AuditLog } from '../../shared/store/audit-log.ts';
import { Improvements } from '../../shared/store/improvements.ts';
import { Releases } from '../../shared/store/releases.ts';
import { Slots } from '../../shared/store/slots.ts';
import { FactsOfTargets } from '../../shared/store/target-facts.ts';
import { packageOf } from './answering-package.ts';
import type { ReleasePorts } from './release-ports.ts';
import { memorySource, type MemorySource } from './memory-source.ts';
import { HANDLER, makeRepository, NOTES, ownerCommits } from './repository.ts';
import { sqliteDeployer, type OwnedDeployer } from './sqlite-deployer.ts';

export const FIXED = 'export const handler = async () => ({ statusCode: 200, body: "new" });\n';
export const PLAN: ReleasePlan = {
  phi: { failures: 2, latency: 1 }, margin: 0.1, latencyThresholdMs: 100, stableBefore: { requests: 1000, failures: 1 }, weights: [0.1, 0.5],
  periodSeconds: 60, burnInSeconds: 300, windowSeconds: 3600, extensionSeconds: 3600, afterWatchSeconds: 3600,
};
const LIMITS = { system: 10_000, tenant: 10_000 };
const DAY_MS = 86_400_000;

/** Where a test's releases happen: stored in a folder, so that any process that is given the folder sees the same world. */
export type ReleaseWorld = ReleasePorts & {
  readonly root: string;
  readonly clock: Clock;
  readonly deployer: OwnedDeployer;
  readonly notices: Notice[];
  /** A target's repository, with one commit on main; answers that commit. */
  newRepository(targetId: string): string;
  /** The service's owner commits to main; answers the new head. */
  ownerCommits(targetId: string, path: string, text: string): string;
  close(): void;
};

export const openWorld = (root: string, clock: Clock, known?: OwnedDeployer): ReleaseWorld => {
  mkdirSync(root, { recursive: true });
  const store = new SqliteItemStore(join(root, 'pawl.sqlite'), clock);
  const deployer = known ?? sqliteDeployer(join(root, 'functions.sqlite'));
  const repositories = new Map<string, SourceRepository>();
  const notices: Notice[] = [];
  return {
    root, clock, store, deployer, notices,
    source: (location) => {
      const known = repositories.get(location) ?? gitSourceRepository(location);
      repositories.set(location, known);
      return known;
    },
    blobs: folderBlobStore(join(root, 'blobs')),
    notifier: { send: async (notice) => void notices.push(notice) },
    newRepository: (targetId) => makeRepository(root, `${targetId}.git`).head,
    ownerCommits: (targetId, path, text) => ownerCommits(join(root, `${targetId}.git`), path, text),
    close: () => {
      store.close();
      deployer.close();
    },
  };
};

/** The same in this process alone, with nothing on the disk: for thousands of releases. */
export const memoryWorld = (clock: Clock): ReleaseWorld => {
  const store = new SqliteItemStore(':memory:', clock);
  const deployer = sqliteDeployer(':memory:');
  const sources = new Map<string, MemorySource>();
  const blobs = new Map<string, Uint8Array>();
  const notices: Notice[] = [];
  const sourceAt = (location: string): MemorySource => {
    const known = sources.get(location) ?? memorySource();
    sources.set(location, known);
    return known;
  };
  const source = (targetId: string): MemorySource => sourceAt(targetOf('/memory', targetId).repository.location);
  return {
    root: '/memory', clock, store, deployer, notices,
    source: sourceAt,
    blobs: { put: async (key, bytes) => void blobs.set(key, bytes), get: async (key) => blobs.get(key), locate: (key) => key },
    notifier: { send: async (notice) => void notices.push(notice) },
    newRepository: (targetId) => source(targetId).write('main', { 'src/handler.ts': HANDLER, 'src/notes.txt': NOTES }),
    ownerCommits: (targetId, path, text) => source(targetId).write('main', { [path]: text }),
    close: () => {
      store.close();
      deployer.close();
    },
  };
};

/** Each target of the world has its own function and its own repository, both named by its id. */
export const targetOf = (root: string, id: string): Target => ({
  id, functionName: id, alias: 'live', tenantId: 'shop', shared: false, repository: { location: join(root, `${id}.git`), branch: 'main', directory: '.' },
  entry: 'src/handler.ts', handlerExport: 'handler', test: { command: ['node', '--test'], runner: 'node' }, limits: { timeoutSeconds: 3, memoryMb: 128, concurrency: 10 },
  environment: {}, autonomy: { recipe: 'autonomous', model: 'approve', person: 'autonomous' }, scope: ['src/'],
});

/** The release effects over these ports, for somebody who acts. Merges with a moved main branch pass their tests. */
export const dependenciesOn = (ports: ReleasePorts, { root, clock }: Pick<ReleaseWorld, 'root' | 'clock'>, actor: string): ReleaseDependencies => ({
  improvements: new Improvements(ports.store),
  releases: new Releases(ports.store),
  slots: new Slots(ports.store),
  facts: new FactsOfTargets(ports.store),
  audit: new AuditLog(ports.store),
  targets: { get: async (id) => targetOf(root, id) },
  deployer: ports.deployer,
  sources: ({ repository: { location } }) => ports.source(location),
  blobs: ports.blobs,
  notifier: ports.notifier,
  clock,
  proveMerge: async () => true,
  actor,
});

/** A function with version 1 in service, and a repository whose main it was built from. Answers that commit. */
export const makeTarget = async (world: ReleaseWorld, targetId: string, { repository = true } = {}): Promise<string> => {
  const head = repository ? world.newRepository(targetId) : 'c0ffee0'.padEnd(40, '0');
  await world.deployer.createFunction(targetId, 'live', packageOf('old'), describeVersion(head, 'none'));
  return head;
};

export const patchOn = (baseCommit: string): Patch => ({
  kind: 'patch', author: { kind: 'recipe', name: 'test' }, title: 'Answer with new', reason: 'Old is old.', baseCommit,
  files: [{ path: 'src/handler.ts', before: HANDLER, after: FIXED }], confidence: 0.9, risk: 'low',
});

export type NewRelease = { readonly id: string; readonly targetId: string; readonly origin: 'opportunity' | 'deployment'; readonly baseCommit: string; readonly answer?: string };

/** An improvement that has passed validation: built, stored, with its slot, ready to be released. */
export const makeImprovement = async (world: ReleaseWorld, { id, targetId, origin, baseCommit, answer = `new ${id}` }: NewRelease): Promise<Improvement> => {
  const built = packageOf(answer);
  const { bundle, sourceMap } = packageKeys(built.digest);
  await world.blobs.put(bundle, built.bundle, 'text/javascript');
  await world.blobs.put(sourceMap, built.sourceMap, 'application/json');
  const at = world.clock.now();
  const improvement: Improvement = {
    id, targetId, tenantId: 'shop', origin, proposedBy: 'test', title: `Change ${id}`, state: 'validating', stateSince: at, createdAt: at, attempts: 0, packageKey: built.digest,
    ...(origin === 'deployment' ? { ref: baseCommit } : { remedy: patchOn(baseCommit) }), systemWide: false, phaseMs: {}, history: [{ state: 'validating', at, by: 'test' }],
  };
  const { improvements, slots } = dependenciesOn(world, world, 'test');
  await improvements.create(improvement);
  await slots.take(id, 'shop', LIMITS, at, at + DAY_MS);
  return improvement;
};
