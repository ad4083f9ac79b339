import type { Target } from '../../shared/domain/target.ts';
import { aliasesOf } from '../../shared/domain/tenant-target.ts';
import type { Deployer } from '../../shared/ports/deployer.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { improvementOfVersion } from '../../shared/release/version-description.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Releases } from '../../shared/store/releases.ts';
import type { Servings } from '../../shared/store/servings.ts';
import type { TargetAtAlarm } from './plan-reversal.ts';

export type LookDependencies = {
  readonly improvements: Improvements;
  readonly releases: Releases;
  readonly servings: Servings;
  readonly deployer: Pick<Deployer, 'describe' | 'versions'>;
  readonly clock: Clock;
};

/**
 * What is known of a target right now: who releases on it, what serves, since when, and whose version that is. Where tenants have aliases of
 * their own, what was promoted last on any of them counts; routings past Pawl are seen on the main alias only.
 */
export const lookAtTarget = async (target: Target, lookBackSeconds: number, { improvements, releases, servings, deployer, clock }: LookDependencies): Promise<TargetAtAlarm> => {
  const { id, functionName } = target;
  const [main, ...others] = aliasesOf(target);
  const describe = async (name = target.alias) => (await deployer.describe(functionName, name)).alias;
  const [alias, versions, holder, ...tenants] = await Promise.all([describe(main), deployer.versions(functionName), releases.holder(id), ...others.map(describe)]);
  const now = clock.now();
  const descriptions = new Map(versions.map(({ version, description }) => [version, description]));
  const published = new Set([alias, ...tenants].flatMap(({ version }) => improvementOfVersion(descriptions.get(version) ?? '') ?? []));
  const [serving, running, ...found] = await Promise.all([servings.see(id, alias, now), holder === undefined ? undefined : improvements.find(holder), ...[...published].map((each) => improvements.find(each))]);
  const promoted = found.filter((each) => each !== undefined).sort((a, b) => Number(b.state === 'promoted') - Number(a.state === 'promoted') || b.stateSince - a.stateSince);
  return { now, lookBackSeconds, serving, running, servingImprovement: promoted[0], descriptions };
};

/**
 * Notes how each target's alias routes: once a minute, beside the tick. A target whose function does not answer keeps what was seen last.
 * Answers the targets that could not be looked at.
 */
export const seeServings = async (targets: readonly Pick<Target, 'id' | 'functionName' | 'alias'>[], { servings, deployer, clock }: Pick<LookDependencies, 'servings' | 'deployer' | 'clock'>): Promise<{ targetId: string; reason: string }[]> => {
  const unseen: { targetId: string; reason: string }[] = [];
  // One after the other: calls to Lambda's control plane are limited for the account as a whole, and a deployment may be under way.
  for (const { id, functionName, alias: name } of targets) {
    try {
      const { alias } = await deployer.describe(functionName, name);
      await servings.see(id, alias, clock.now());
    } catch (error) {
      unseen.push({ targetId: id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return unseen;
};
