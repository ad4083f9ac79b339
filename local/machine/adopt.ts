import { HostError } from '../../shared/adapters/local/host-client.ts';
import type { Target } from '../../shared/domain/target.ts';
import { packageKeys } from '../../shared/release/package-key.ts';
import { serviceTree } from '../../shared/release/repository-path.ts';
import { describeVersion } from '../../shared/release/version-description.ts';
import type { Machine } from './machine.ts';

/** Environments kept ready: AWS starts as many as it needs at once, a laptop one after the other, on the processors that the service runs on. */
const WARM_ENVIRONMENTS = 12;
const WARM_TIMEOUT_MS = 10_000;

/** A service could not be brought up; the message says why and what to do. */
export class AdoptionError extends Error {
  override name = 'AdoptionError';
}

/**
 * Brings a target up on the function host as the owner's stack would on AWS: function, configuration, and on the first time a version
 * of the main branch behind its alias. An alias that is there is never overwritten.
 */
export const adopt = async (machine: Machine, target: Target, environment: Readonly<Record<string, string>>): Promise<{ version: string; fresh: boolean }> => {
  const { host, deployer } = machine;
  const { timeoutSeconds, memoryMb, concurrency } = target.limits;
  const configuration = { timeoutSeconds, memoryMb, concurrency, warm: Math.min(WARM_ENVIRONMENTS, concurrency), handler: `index.${target.handlerExport}`, environment: { ...target.environment, ...environment } };
  await host.configure(target.functionName, configuration);
  const there = await aliasOf(machine, target);
  if (there) {
    await adoptTenants(machine, target, there);
    return { version: there, fresh: false };
  }

  const { commit, built } = await packBranch(machine, target);
  const { version } = await deployer.publish({ functionName: target.functionName, package: built, description: describeVersion(commit, 'adoption') });
  await answersAtAll(machine, target, version);
  await host.createAlias(target.functionName, target.alias, { version });
  await adoptTenants(machine, target, version);
  return { version, fresh: true };
};

/** Tenants' own aliases begin on the version that everybody has. */
const adoptTenants = async (machine: Machine, target: Target, version: string): Promise<void> => {
  for (const alias of Object.values(target.tenantAliases ?? {})) {
    if ((await aliasOf(machine, { ...target, alias })) === undefined) await machine.host.createAlias(target.functionName, alias, { version });
  }
};

const aliasOf = async ({ host }: Machine, { functionName, alias }: Target): Promise<string | undefined> => {
  try {
    return (await host.alias(functionName, alias)).version;
  } catch (error) {
    if (error instanceof HostError && error.code === 'not-found') return undefined;
    throw error;
  }
};

const packBranch = async ({ sources, workshop, blobs, dependenciesOf }: Machine, target: Target) => {
  const { branch, location } = target.repository;
  const repository = sources(target);
  const commit = await repository.resolve(branch);
  if (!commit) throw new AdoptionError(`${location} has no branch "${branch}". Name the branch that is deployed in the target's repository.branch.`);
  const tree = serviceTree(target, await repository.readTree(commit));
  if (!tree.files.has(target.entry)) throw new AdoptionError(`${target.entry} is not in ${location} at ${branch}. Name the module that exports the handler in the target's "entry".`);
  const packed = await workshop.pack({ files: tree.files, dependencies: dependenciesOf(target), entry: target.entry });
  if (!packed.ok) throw new AdoptionError(`${target.id} cannot be built from ${branch}:\n${packed.errors.map(({ path, line, message }) => `  ${path ?? target.entry}:${line ?? 1} ${message}`).join('\n')}`);
  const { bundle, sourceMap } = packageKeys(packed.package.digest);
  await Promise.all([blobs.put(bundle, packed.package.bundle, 'text/javascript'), blobs.put(sourceMap, packed.package.sourceMap, 'application/json')]);
  return { commit, built: packed.package };
};

/** A service that cannot even start would only fill the log with errors: better said at once. */
const answersAtAll = async ({ host }: Machine, { functionName, id }: Target, version: string): Promise<void> => {
  const event = { version: '2.0', routeKey: '$default', rawPath: '/', rawQueryString: '', headers: {}, requestContext: { http: { method: 'GET', path: '/' } }, isBase64Encoded: false };
  const answer = await host.invoke(functionName, version, event);
  const error = JSON.stringify(answer.payload ?? null);
  if (answer.functionError === 'Unhandled' && /Runtime\.(ImportModuleError|ExitError|HandlerNotFound|UserCodeSyntaxError)|Init/i.test(error)) {
    throw new AdoptionError(`${id} does not start: ${error.slice(0, 400)}`);
  }
};

/** Waits until the environments that are kept ready are there, so that the first requests do not all begin with a cold start. */
export const warmedUp = async ({ host, clock }: Machine, { functionName, limits: { concurrency } }: Target): Promise<void> => {
  const wanted = Math.min(WARM_ENVIRONMENTS, concurrency);
  const deadline = clock.now() + WARM_TIMEOUT_MS;
  while (clock.now() < deadline) {
    const ready = (await host.environments(functionName)).reduce((sum, { idle, busy }) => sum + idle + busy, 0);
    if (ready >= wanted) return;
    await clock.sleep(50);
  }
};
