import type { BlobStore } from '../../shared/ports/blob-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { DeployerError, type Deployer, type PublishedVersion } from '../../shared/ports/deployer.ts';
import type { Host } from '../../shared/ports/host.ts';
import type { Package } from '../../shared/ports/workshop.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { commitOfVersion, describeVersion } from '../../shared/release/version-description.ts';
import type { RegisteredTarget, RegisteredTargets } from '../../shared/store/registered-targets.ts';
import { resourceOf, stackNameOf, type CustomResourceEvent } from './adopt-target/custom-resource.ts';
import { readRegistration, type Registration } from './adopt-target/registration.ts';

/**
 * The detail of `Target Deployed`: the owner's stack now deploys another commit, or the same with another configuration. `cause` is the same however
 * often it is told. `packageKey`: digest of what was in `$LATEST` then; by the time somebody hears of it, something else may be there.
 */
export type TargetDeployed = { readonly targetId: string; readonly commit: string; readonly by: string; readonly cause: string; readonly packageKey: string };

export type AdoptDependencies = {
  readonly registered: Pick<RegisteredTargets, 'find' | 'put' | 'remove'>;
  readonly deployer: Pick<Deployer, 'describe' | 'versions'> & { latestPackage(functionName: string, handlerFile: string): Promise<Package> };
  readonly adoption: {
    publishLatest(request: { functionName: string; digest: string; description: string }): Promise<PublishedVersion>;
    createAlias(request: { functionName: string; alias: string; version: string }): Promise<void>;
    whyUnseen(functionName: string): Promise<string | undefined>;
  };
  readonly blobs: Pick<BlobStore, 'put'>;
  /** Takes the zip of `node_modules` into Pawl's bucket; answers its key there. */
  readonly copyDependencies: (from: { readonly bucket: string; readonly key: string }) => Promise<string>;
  /** Throws when the event cannot be sent. Told twice after a crash. */
  readonly announce: (deployed: TargetDeployed) => Promise<void>;
  /** Takes back what is being released on a target that is about to be unregistered, in the name of `by`. */
  readonly letGo: (targetId: string, by: string) => Promise<void>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly host: Pick<Host, 'notify'>;
};

export type Adopted = { readonly ok: true; readonly targetId: string; readonly version: string } | { readonly ok: false; readonly problem: string };

/**
 * Makes a function a target, as its owner's stack says, or brings the registration up to date. The aliases are created once, on a version published from
 * what `$LATEST` holds then; an alias that is there is never moved from here. Another commit than the one registered, or other code or configuration
 * of the same, is announced, and becomes a release.
 * Every step can be repeated.
 */
export const adoptTarget = async (event: CustomResourceEvent, dependencies: AdoptDependencies): Promise<Adopted> => {
  const { registered, announce } = dependencies;
  const read = readRegistration(event);
  if (!read.ok) return read;
  const { registration, dependencies: zip } = read;
  const { target, commit } = registration;
  const before = await registered.find(target.id);
  const taken = takenBy(event, registration, before);
  if (taken !== undefined) return { ok: false, problem: taken };
  const unseen = await dependencies.adoption.whyUnseen(target.functionName);
  if (unseen !== undefined) return { ok: false, problem: unseen };

  const serving = await servingVersion(registration, dependencies);
  // A tenant's alias begins where everybody's stands.
  for (const alias of Object.values(target.tenantAliases ?? {})) await dependencies.adoption.createAlias({ functionName: target.functionName, alias, version: serving.version });
  const dependenciesKey = zip && (await dependencies.copyDependencies(zip));
  const entry: RegisteredTarget = { ...registration, ...(dependenciesKey === undefined ? {} : { dependenciesKey }), registeredBy: resourceOf(event) };
  const known = before?.commit ?? serving.commit;
  if (known !== commit || (read.isOther && before !== undefined)) {
    // Registered first under the commit known so far: whoever hears of the new one finds the target, and what a crash kept from being told is told then.
    await registered.put({ ...entry, commit: known ?? '' });
    // Kept before the stack goes on, so that the next deployment cannot take its place: commit and package belong together.
    const packageKey = await keepPackage(registration, dependencies);
    await announce({ targetId: target.id, commit, by: read.by ?? stackNameOf(event), cause: event.RequestId, packageKey });
  }
  await registered.put(entry);
  return { ok: true, targetId: target.id, version: serving.version };
};

/** A name belongs to the stack that registered it, and a stack may move its target to another function. */
const takenBy = (event: CustomResourceEvent, { target, functionArn }: Registration, before: RegisteredTarget | undefined): string | undefined =>
  event.RequestType === 'Create' && before !== undefined && before.functionArn !== functionArn
    ? `There is a target "${target.id}" already, the function ${before.functionArn}. Give this one another name, or delete that one's WatchedTarget first.`
    : undefined;

/** The version behind the alias, which is created with it where there is none, and the commit that it was built from, where it says so. */
const servingVersion = async ({ target: { functionName, alias }, handlerFile, commit }: Registration, dependencies: AdoptDependencies): Promise<{ version: string; commit: string | undefined }> => {
  const { deployer, adoption, host } = dependencies;
  const there = await aliasVersion(deployer, functionName, alias);
  if (there !== undefined) {
    const description = (await deployer.versions(functionName)).find(({ version }) => version === there)?.description;
    return { version: there, commit: commitOfVersion(description ?? '') };
  }
  const digest = await keepPackage({ target: { functionName }, handlerFile }, dependencies);
  const published = await adoption.publishLatest({ functionName, digest, description: describeVersion(commit, 'adoption') });
  await adoption.createAlias({ functionName, alias, version: published.version });
  if (commitOfVersion(published.description) !== commit) {
    host.notify({ code: 'PAWL-ADOPT-020', level: 'warning', text: `${functionName} was published as version ${published.version} before, without the commit ${commit} in its description. Until the next deployment Pawl does not know what it was built from.`, data: { functionName, version: published.version } });
  }
  // What was just published is what the owner deploys: there is nothing to judge it against.
  return { version: published.version, commit };
};

/** Keeps what `$LATEST` holds; answers its digest. */
const keepPackage = async ({ target: { functionName }, handlerFile }: { readonly target: Pick<Registration['target'], 'functionName'>; readonly handlerFile: string }, { deployer, blobs }: AdoptDependencies): Promise<string> => {
  const { digest, bundle, sourceMap } = await deployer.latestPackage(functionName, handlerFile);
  const keys = packageKeys(digest);
  await blobs.put(keys.bundle, bundle, 'application/zip');
  await blobs.put(keys.sourceMap, sourceMap, 'application/json');
  return digest;
};

const aliasVersion = async (deployer: Pick<Deployer, 'describe'>, functionName: string, alias: string): Promise<string | undefined> => {
  try {
    return (await deployer.describe(functionName, alias)).alias.version;
  } catch (error) {
    if (error instanceof DeployerError && error.code === 'not-found') return undefined;
    throw error;
  }
};
