import type { Release } from '../domain/release.ts';
import { DeployerError } from '../ports/deployer.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { route } from './route.ts';
import { stillIn } from './state-guard.ts';
import { tell } from './tell.ts';

const MOST_TRIES = 5;

/** Claims the right to take back what was promoted, or what was merged and cannot be given the traffic. */
export const claimRevert = async (
  { improvements, clock, actor }: ReleaseDependencies,
  improvementId: string,
  reason: string,
  from: readonly ('promoted' | 'promoting')[] = ['promoted'],
): Promise<{ ok: boolean }> => ({
  ok: (await improvements.transition(improvementId, 'reverting', { by: actor, at: clock.now(), from, set: { reason } })).ok,
});

/** Carries out `reverting`: traffic to the old version, `$LATEST`, then a commit that undoes the merge. Safe to repeat from any point. */
export const revert = async (dependencies: ReleaseDependencies, improvementId: string): Promise<void> => {
  const { improvements, releases, deployer, targets, clock, actor, audit } = dependencies;
  const improvement = await improvements.get(improvementId);
  if (improvement.state !== 'reverting') return;
  const release = await releases.get(improvementId);
  const target = await targets.get(improvement.targetId);
  const reason = improvement.reason ?? 'taken back';

  const routed = await routeBack(dependencies, release);
  if (routed === 'turned') return;
  if (routed === 'done') await deployer.restoreLatest({ functionName: release.functionName, version: release.stableVersion });
  await releases.amend(improvementId, ['reverting'], (held) =>
    held.weight === 0 ? held : { ...held, weight: 0, moments: [...held.moments, { at: clock.now(), what: `reverted: traffic back on version ${held.stableVersion}` }] },
  );
  const undone = await undoMerge(dependencies, improvementId);
  const text = `${reason} ${routed === 'done' ? `Traffic of ${release.functionName}:${release.alias} is on version ${release.stableVersion} again.` : `The alias ${release.alias} serves a newer version and was left alone.`} ${undone}`;
  await audit.append(
    { targetId: target.id, at: clock.now(), who: actor, what: 'reverted', improvementId, component: release.functionName, ...(release.candidateVersion ? { previousVersion: release.candidateVersion } : {}), newVersion: release.stableVersion, reason, evidence: undone },
    `reverted#${improvementId}`,
  );
  await tell(dependencies, { key: `reverted#${improvementId}`, severity: 'high', targetId: target.id, improvementId, subject: `${improvement.title}: reverted`, text });
  await improvements.transition(improvementId, 'reverted', { by: actor, at: clock.now(), from: ['reverting'], also: await releases.closing(release) });
};

/** An alias that is gone for good must not keep the commit in main. */
const routeBack = async (dependencies: ReleaseDependencies, release: Release): Promise<'done' | 'turned' | 'foreign'> => {
  try {
    return await route(dependencies, release, { version: release.stableVersion }, { still: stillIn(dependencies.improvements, release.improvementId, 'reverting'), fence: true });
  } catch (error) {
    if (isPermanent(error)) return 'foreign';
    throw error;
  }
};

/** Whether trying again later cannot help. */
export const isPermanent = (error: unknown): boolean => error instanceof DeployerError && (error.code === 'not-found' || error.code === 'refused');

/** Returns one sentence on what became of the commit. */
const undoMerge = async ({ improvements, releases, sources, targets, facts }: ReleaseDependencies, improvementId: string): Promise<string> => {
  const improvement = await improvements.get(improvementId);
  const release = await releases.get(improvementId);
  if (improvement.origin === 'deployment' || !release.commit) return 'The owners\' branch was not touched.';
  const target = await targets.get(improvement.targetId);
  const repository = sources(target);
  const { branch } = target.repository;
  if (!(await repository.contains(branch, release.commit))) return `${branch} does not contain its commit.`;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const head = await repository.resolve(branch);
    if (!head) return `${branch} is gone.`;
    const result = await repository.revert({ commit: release.commit, branch, expectedHead: head, message: `Revert "${improvement.title}"\n\n${improvement.reason ?? ''}\n\nPawl-Improvement: ${improvementId}\n`, at: improvement.stateSince });
    if (result.ok) {
      await releases.amend(improvementId, ['reverting'], (held) => ({ ...held, revertCommit: result.head }));
      await facts.update(target.id, (held) => ({ ...held, lastPromotedCommit: result.head }));
      return `${branch} has a commit that undoes it.`;
    }
    if (result.reason === 'conflict') return `A person must undo commit ${release.commit} on ${branch}: later changes overlap (${result.paths?.join(', ') ?? 'unknown files'}).`;
  }
  return `A person must undo commit ${release.commit} on ${branch}: the branch moves too fast.`;
};
