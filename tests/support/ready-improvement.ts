import type { Improvement } from '../../shared/domain/improvement.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { digestOf } from '../../shared/adapters/aws/lambda-package.ts';
import { zipOf, type GuardedWorld } from './guarded-world.ts';
import { GOOD, patchOf } from '../unit/lambdas/validation/small-service.ts';

const LIMITS = { system: 100, tenant: 100 };
const DAY_MS = 86_400_000;

/**
 * A person's change that has passed validation and waits for a yes (or, with `approvedBy`, has it), with its package in the bucket and its
 * slot taken, in a cycle of its own. `bundle`: what lies in the bucket under the package's digest instead, or that nothing does.
 */
export const readyImprovement = async (world: GuardedWorld, id: string, { approvedBy, bundle, ...over }: Partial<Improvement> & { approvedBy?: string; bundle?: Uint8Array | 'missing' } = {}): Promise<Improvement> => {
  const zip = zipOf(`export const handler = async () => '${id}';\n`);
  const { packageKey = digestOf(zip) } = over;
  if (bundle !== 'missing') await world.blobs.put(packageKeys(packageKey).bundle, bundle ?? zip, 'application/zip');
  const at = Date.now();
  const report: NonNullable<Improvement['report']> = { passed: true, checks: [], quality: 1, testsPassed: 2, isolation: 'sandbox', packageDigest: packageKey, digest: `report-${id}` };
  const cycleId = `cycle-${id}`;
  const improvement: Improvement = {
    id, cycleId, targetId: 'small', origin: 'proposal', proposedBy: 'ada', title: `Change ${id}`, state: 'awaiting-approval', stateSince: at, createdAt: at, attempts: 1, systemWide: false, phaseMs: {},
    remedy: patchOf(GOOD, { baseCommit: world.repository.head, author: { kind: 'person', name: 'ada' } }), report, packageKey,
    ...(approvedBy === undefined ? {} : { approval: { by: approvedBy, at, digest: report.digest, systemWide: false } }),
    history: [{ state: 'validating', at, by: 'ada' }, { state: 'awaiting-approval', at, by: 'validation' }], ...over,
  };
  await world.cycles.create({
    id: cycleId, targetIds: ['small'], trigger: 'proposal', cause: improvement.title, emergency: false, windowHours: 1, maxImprovements: 1, dryRun: false, state: 'running', startedAt: at,
    telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [id], phaseMs: {},
  });
  await world.improvements.create(improvement);
  await world.slots.take(id, undefined, LIMITS, at, at + DAY_MS);
  return improvement;
};
