import * as z from 'zod';
import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import { deploy } from '../../shared/commands/deploy.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { BlobStore } from '../../shared/ports/blob-store.ts';
import type { Package } from '../../shared/ports/workshop.ts';
import { packageKeys } from '../../shared/release/package-key.ts';

/**
 * The event `Target Deployed`, as it arrives: `id` is the same for every delivery of it, `cause` also when it is sent a second time. `packageKey`: digest
 * of the owner's package, kept when the stack was deployed; without it, what `$LATEST` holds now is taken for it.
 */
export const TargetDeployedEvent = z.object({
  id: z.string().min(1),
  detail: z.object({ targetId: z.string().min(1), commit: z.string().min(1), by: z.string().min(1), cause: z.string().min(1).optional(), packageKey: z.string().regex(/^[0-9a-f]{64}$/).optional() }),
});
export type TargetDeployedEvent = z.infer<typeof TargetDeployedEvent>;

export type DeploymentDependencies = CommandDependencies & {
  readonly blobs: Pick<BlobStore, 'put'>;
  /** What the owner has put into `$LATEST`. */
  readonly latestPackage: (target: Target) => Promise<Package>;
  /** Whether the configuration of `$LATEST` is that of a published version: the code is compared here. */
  readonly hasConfigurationOf: (target: Target, version: string) => Promise<boolean>;
};

export type DeploymentOutcome =
  | { readonly kind: 'released'; readonly improvementId: string; readonly commit: string }
  /** The same code with the same configuration serves already, or is just being released. */
  | { readonly kind: 'nothing-new'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * An owner's stack has put something into `$LATEST`: it becomes a release. The package is taken out of there before anything else
 * (when the stack was deployed, if the event says so), because what releases or ends a canary of Pawl's writes `$LATEST` too. Only the configuration may have changed: that is a release as well, as versions carry it.
 */
export const deployment = async ({ id, detail: { targetId, commit, by, cause = id, packageKey: kept } }: TargetDeployedEvent, dependencies: DeploymentDependencies): Promise<DeploymentOutcome> => {
  const { targets, improvements, ids } = dependencies;
  const target = await targets.get(targetId);
  const known = await improvements.find(ids.derived('dep', `${targetId} ${cause}`));
  const found = known?.packageKey ?? kept ?? (await takePackage(target, dependencies));
  const same = known ? undefined : await sameAs(target, found, commit, dependencies);
  if (same !== undefined) {
    await endUnwanted(target, found, { commit, by }, dependencies);
    await dependencies.audit.append({ targetId, at: dependencies.clock.now(), who: by, what: 'deployed-nothing-new', component: target.functionName, newVersion: commit, reason: same }, `nothing-new#${cause}`);
    return { kind: 'nothing-new', reason: same };
  }
  const packageKey = (await ownersOwn(target, found, { commit, by }, dependencies)) ?? found;
  const deployed = await deploy(dependencies, { targetId, ref: commit, by, packageKey, cause });
  return deployed.ok ? { kind: 'released', improvementId: deployed.improvementId, commit: deployed.commit } : { kind: 'refused', reason: deployed.reason };
};

/** Keeps the owner's package; answers its digest. */
const takePackage = async (target: Target, { latestPackage, blobs }: DeploymentDependencies): Promise<string> => {
  const { digest, bundle, sourceMap } = await latestPackage(target);
  const keys = packageKeys(digest);
  await Promise.all([blobs.put(keys.bundle, bundle, 'application/zip'), blobs.put(keys.sourceMap, sourceMap, 'application/json')]);
  return digest;
};

/**
 * Where only the configuration was deployed while a canary of Pawl's was in `$LATEST`, the canary's code is not the owner's: the canary goes first,
 * which puts the serving code back there, and that is what is deployed with the new configuration. `undefined` when the code is the owner's.
 */
const ownersOwn = async (target: Target, found: string, { commit, by }: { commit: string; by: string }, dependencies: DeploymentDependencies): Promise<string | undefined> => {
  const { releases, improvements, rollback, runner } = dependencies;
  const holder = await releases.holder(target.id);
  const running = holder === undefined ? undefined : await improvements.find(holder);
  if (!running || running.origin === 'deployment' || running.packageKey !== found) return undefined;
  await rollback({ action: 'take-back', improvementId: running.id, ending: { state: 'superseded', reason: `Superseded by the deployment of ${commit} by ${by}.` }, by });
  await runner.resume(running.id);
  return takePackage(target, dependencies);
};

const NOT_EXPOSED = ['queued', 'validating', 'awaiting-approval'] as const;

/**
 * An owner's stack that goes back to what serves (CloudFormation does so by itself when an update fails) wants none of the deployments that are still
 * on their way: they are taken back, or not begun.
 */
const endUnwanted = async (target: Target, found: string, { commit, by }: { commit: string; by: string }, { deployer, improvements, rollback, runner, clock, hasConfigurationOf }: DeploymentDependencies): Promise<void> => {
  const { alias: { version }, latest } = await deployer.describe(target.functionName, target.alias);
  const serving = (await deployer.versions(target.functionName)).find((published) => published.version === version);
  if (serving?.codeDigest !== found || latest.codeDigest !== found || !(await hasConfigurationOf(target, version))) return;
  const reason = `${by} went back to what serves, with commit ${commit}.`;
  for (const { id, origin, targetId, tenantId } of await improvements.open()) {
    // What was asked for one tenant alone is behind another alias, and not the stack's.
    if (origin !== 'deployment' || targetId !== target.id || tenantId !== target.tenantId) continue;
    const { done } = await rollback({ action: 'take-back', improvementId: id, ending: { state: 'superseded', reason }, by });
    if (!done) await improvements.transition(id, 'superseded', { by, at: clock.now(), from: NOT_EXPOSED, set: { reason } });
    await runner.resume(id);
  }
};

/** Why there is nothing to release; `undefined` when there is. */
const sameAs = async (target: Target, packageKey: string, commit: string, { deployer, improvements, releases, hasConfigurationOf }: DeploymentDependencies): Promise<string | undefined> => {
  const { alias: { version } } = await deployer.describe(target.functionName, target.alias);
  const serving = (await deployer.versions(target.functionName)).find((published) => published.version === version);
  const holder = await releases.holder(target.id);
  const candidate = holder === undefined ? undefined : (await improvements.find(holder))?.packageKey;
  const isCodeOfOthers = packageKey === serving?.codeDigest || packageKey === candidate;
  if (isCodeOfOthers && (await hasConfigurationOf(target, version))) return `The alias ${target.alias} serves, or is being given, this code with this configuration already.`;
  const isUnderWay = ({ origin, targetId, ref, packageKey: key, state }: Improvement): boolean => origin === 'deployment' && targetId === target.id && ref === commit && key === packageKey && state !== 'rolling-back';
  const underWay = (await improvements.open()).find(isUnderWay);
  return underWay && `${underWay.id} is releasing it already.`;
};
