import type { Release } from '../domain/release.ts';
import { DeployerError } from '../ports/deployer.ts';
import { clearLatest } from './clear-latest.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { removeBranch } from './remove-branch.ts';
import { routeBack } from './route.ts';
import { settle } from './settle.ts';
import { stillIn } from './state-guard.ts';
import { tell } from './tell.ts';

const MOST_TRIES = 5;

/**
 * Claims the right to take back what was promoted (together with the target's lease, so that nothing else is released meanwhile and
 * the guard knows of it), or what was merged and cannot be given the traffic (which has the lease still).
 */
export const claimRevert = async (
  { improvements, releases, clock, actor }: ReleaseDependencies,
  improvementId: string,
  reason: string,
  from: 'promoted' | 'promoting' = 'promoted',
): Promise<{ ok: boolean }> => {
  const also = from === 'promoted' ? releases.reopening(await releases.get(improvementId)) : [];
  return { ok: (await improvements.transition(improvementId, 'reverting', { by: actor, at: clock.now(), from: [from], set: { reason }, also })).ok };
};

/** Carries out `reverting`: traffic to the old version, `$LATEST`, then a commit that undoes the merge. Safe to repeat from any point. */
export const revert = async (dependencies: ReleaseDependencies, improvementId: string): Promise<void> => {
  const { improvements, releases, targets, clock, actor } = dependencies;
  const improvement = await improvements.get(improvementId);
  if (improvement.state !== 'reverting') return;
  const release = await releases.get(improvementId);
  const reason = improvement.reason ?? 'taken back';

  const routed = await routeBack(dependencies, release, stillIn(improvements, improvementId, 'reverting'));
  if (routed === 'turned' || !(await releases.amend(improvementId, ['reverting'], (held) => returned(held, clock.now(), routed === 'done')))) return;
  // Only now: a target that nobody knows any more must not keep the traffic from going back.
  const target = await targets.get(improvement.targetId);
  await clearLatest(dependencies, { functionName: release.functionName, alias: target.alias }, improvement.packageKey);
  const undone = await undoMerge(dependencies, improvementId);
  const leftover = improvement.origin === 'deployment' ? undefined : await removeBranch(dependencies, target, improvementId);
  const traffic = routed === 'done' ? `Traffic of ${release.functionName}:${release.alias} is on version ${release.stableVersion} again.` : `The alias ${release.alias} serves another version and was left alone.`;
  await tell(dependencies, {
    key: `reverted#${improvementId}`, severity: 'high', targetId: target.id, improvementId, subject: `${improvement.title}: reverted`,
    text: [reason, traffic, undone, leftover].filter((part) => part !== undefined).join(' '),
  });
  const { revertCommit } = await releases.get(improvementId);
  await settle(dependencies, improvement, release, {
    from: 'reverting', to: 'reverted', once: `reverted#${improvementId}`,
    act: { who: actor, what: 'reverted', ...(release.candidateVersion ? { previousVersion: release.candidateVersion } : {}), newVersion: release.stableVersion, reason, evidence: undone },
    ...(revertCommit ? { facts: (held) => ({ ...held, lastPromotedCommit: revertCommit }) } : {}),
  });
};

const returned = (release: Release, at: number, moved: boolean): Release =>
  release.weight === 0 || !moved
    ? { ...release, beatAt: at }
    : { ...release, weight: 0, beatAt: at, moments: [...release.moments, { at, what: `reverted: traffic back on version ${release.stableVersion}` }] };

/** Whether trying again later cannot help. */
export const isPermanent = (error: unknown): boolean => error instanceof DeployerError && (error.code === 'not-found' || error.code === 'refused');

/** Returns one sentence on what became of the commit. */
const undoMerge = async ({ improvements, releases, sources, targets, clock }: ReleaseDependencies, improvementId: string): Promise<string> => {
  const improvement = await improvements.get(improvementId);
  const release = await releases.get(improvementId);
  if (improvement.origin === 'deployment' || !release.commit) return 'The owners\' branch was not touched.';
  const target = await targets.get(improvement.targetId);
  const repository = sources(target);
  const { branch } = target.repository;
  // An earlier try may have made the commit and not come to record it: the same try again finds it.
  let announced = release.revertOnto;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const present = await repository.resolve(branch);
    if (!present) return `${branch} is gone.`;
    if (!(await repository.contains(branch, release.commit))) return `${branch} does not contain its commit.`;
    const head = announced ?? present;
    announced = undefined;
    if (!(await releases.amend(improvementId, ['reverting'], (held) => ({ ...held, revertOnto: head, beatAt: clock.now() })))) return 'Somebody else finished it.';
    const result = await repository.revert({ commit: release.commit, branch, expectedHead: head, message: `Revert "${improvement.title}"\n\n${improvement.reason ?? ''}\n\nPawl-Improvement: ${improvementId}\n`, at: improvement.stateSince });
    if (result.ok) {
      await releases.amend(improvementId, ['reverting'], (held) => ({ ...held, revertCommit: held.revertCommit ?? result.head }));
      return `${branch} has a commit that undoes it.`;
    }
    if (result.reason === 'conflict' && head === present) return `A person must undo commit ${release.commit} on ${branch}: later changes overlap (${result.paths?.join(', ') ?? 'unknown files'}).`;
  }
  return `A person must undo commit ${release.commit} on ${branch}: the branch moves too fast.`;
};
