import type { Target } from '../domain/target.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Deployer } from '../ports/deployer.ts';
import type { Host } from '../ports/host.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { SourceRepository, SourceTree } from '../ports/source-repository.ts';
import type { AuditLog } from '../store/audit-log.ts';
import type { Improvements } from '../store/improvements.ts';
import type { Releases } from '../store/releases.ts';
import type { Slots } from '../store/slots.ts';
import type { Switches } from '../store/switches.ts';
import type { FactsOfTargets } from '../store/target-facts.ts';

/** What the effects of a release reach. The same for whoever carries them out: a phase, the tick, the guard, a person. */
export type ReleaseDependencies = {
  readonly improvements: Improvements;
  readonly releases: Releases;
  readonly slots: Slots;
  readonly facts: FactsOfTargets;
  readonly audit: AuditLog;
  readonly targets: { get(id: string): Promise<Target> };
  readonly deployer: Deployer;
  readonly sources: (target: Target) => SourceRepository;
  readonly blobs: BlobStore;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Asked in the write that opens a release, so that none is opened once somebody has stopped everything. Absent where nothing can be stopped. */
  readonly switches?: Pick<Switches, 'notStopped' | 'stopped'>;
  /** Whether the target's tests pass on a tree that a merge with a moved main branch would give. Absent where nothing can run tests. */
  readonly proveMerge?: (target: Target, tree: SourceTree) => Promise<boolean>;
  /** Hears of what could not be carried out, and went back. */
  readonly notify?: Host['notify'];
  /** Who acts, for the audit: `tick`, `guard`, `release`, a person's name. */
  readonly actor: string;
};
