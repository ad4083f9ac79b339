import type { Target } from '../../shared/domain/target.ts';
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

/** What is known of a target right now: who releases on it, what serves, since when, and whose version that is. */
export const lookAtTarget = async ({ id, functionName, alias: name }: Target, lookBackSeconds: number, { improvements, releases, servings, deployer, clock }: LookDependencies): Promise<TargetAtAlarm> => {
  const [{ alias }, versions, holder] = await Promise.all([deployer.describe(functionName, name), deployer.versions(functionName), releases.holder(id)]);
  const now = clock.now();
  const descriptions = new Map(versions.map(({ version, description }) => [version, description]));
  const published = improvementOfVersion(descriptions.get(alias.version) ?? '');
  const [serving, running, servingImprovement] = await Promise.all([
    servings.see(id, alias, now),
    holder === undefined ? undefined : improvements.find(holder),
    published === undefined ? undefined : improvements.find(published),
  ]);
  return { now, lookBackSeconds, serving, running, servingImprovement, descriptions };
};

/**
 * Notes how each target's alias routes: once a minute, beside the tick. A target whose function does not answer keeps what was seen last.
 * Answers the targets that could not be looked at.
 */
export const seeServings = async (targets: readonly Pick<Target, 'id' | 'functionName' | 'alias'>[], { servings, deployer, clock }: Pick<LookDependencies, 'servings' | 'deployer' | 'clock'>): Promise<{ targetId: string; reason: string }[]> => {
  const looks = await Promise.all(
    targets.map(async ({ id, functionName, alias: name }) => {
      try {
        const { alias } = await deployer.describe(functionName, name);
        await servings.see(id, alias, clock.now());
        return undefined;
      } catch (error) {
        return { targetId: id, reason: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  return looks.filter((look) => look !== undefined);
};
