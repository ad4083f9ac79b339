import type { Improvement } from '../domain/improvement.ts';
import type { Release } from '../domain/release.ts';
import type { Target } from '../domain/target.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { serviceTree } from './repository-path.ts';
import { claimRevert, isPermanent, revert } from './revert.ts';
import { claimRollBack, rollBack } from './roll-back.ts';
import { route } from './route.ts';
import { stillIn } from './state-guard.ts';
import { tell } from './tell.ts';

const MOST_REBUILDS = 2;

/** Claims the right to promote. `{ ok: false }` when it is no longer being watched: somebody else was first. */
export const claimPromotion = async ({ improvements, clock, actor }: ReleaseDependencies, improvementId: string, set: Partial<Improvement> = {}): Promise<{ ok: boolean }> => ({
  ok: (await improvements.transition(improvementId, 'promoting', { by: actor, at: clock.now(), set })).ok,
});

/**
 * Carries out `promoting`: the commit into the owner's main branch by compare-and-swap, then all traffic to the candidate.
 * Where main has moved, the merged tree is tested first, at most twice; a conflict or a failing test ends it as `superseded`.
 * Traffic goes to the version that was judged; what the owner merged meanwhile comes with the owner's own deployment.
 */
export const promote = async (dependencies: ReleaseDependencies, improvementId: string): Promise<void> => {
  const { improvements, releases, facts, targets, sources, clock, actor, audit } = dependencies;
  const improvement = await improvements.get(improvementId);
  if (improvement.state !== 'promoting') return;
  const target = await targets.get(improvement.targetId);

  if (improvement.origin !== 'deployment') {
    const merged = await mergeIntoMain(dependencies, improvement, target);
    if (merged.kind === 'turned') return;
    if (merged.kind === 'superseded') {
      if ((await claimRollBack(dependencies, improvementId, { state: 'superseded', reason: merged.reason })).ok) await rollBack(dependencies, improvementId);
      return;
    }
    await facts.update(target.id, (held) => ({ ...held, lastPromotedCommit: merged.commit }));
  }

  const release = await releases.get(improvementId);
  const candidate = release.candidateVersion ?? '';
  const routed = await routeToCandidate(dependencies, release, candidate);
  if (routed === 'turned' || routed === 'reverting') return;
  const at = clock.now();
  const watchedUntil = at + release.afterWatchSeconds * 1000;
  await releases.amend(improvementId, ['promoting'], (held) => ({
    ...held, weight: 1, beatAt: at, watchedUntil,
    moments: held.weight === 1 ? held.moments : [...held.moments, { at, what: `promoted: all traffic on version ${candidate}` }],
  }));
  await audit.append(
    { targetId: target.id, at, who: actor, what: improvement.unproven ? 'kept-unproven' : 'promoted', improvementId, component: release.functionName, previousVersion: release.stableVersion, newVersion: candidate },
    `promoted#${improvementId}`,
  );
  await improvements.transition(improvementId, 'promoted', { by: actor, at, from: ['promoting'], also: await releases.closing(release, { keepWatching: true }) });
  if (release.branch) await sources(target).deleteBranch(release.branch);
  await dependencies.slots.free(improvementId, improvement.tenantId);
  await tell(dependencies, { key: `promoted#${improvementId}`, severity: 'low', targetId: target.id, improvementId, subject: `${improvement.title}: promoted`, text: `All traffic of ${release.functionName}:${release.alias} is on version ${candidate}.` });
};

/** Once merged, traffic has to follow; where it never can, the merge is undone. Anything else is thrown, for the guard to try again. */
const routeToCandidate = async (dependencies: ReleaseDependencies, release: Release, candidate: string): Promise<'done' | 'turned' | 'foreign' | 'reverting'> => {
  try {
    return await route(dependencies, release, { version: candidate }, { still: stillIn(dependencies.improvements, release.improvementId, 'promoting') });
  } catch (error) {
    if (!isPermanent(error)) throw error;
    const reason = `Merged, but the traffic could not follow: ${error instanceof Error ? error.message : String(error)}`;
    if ((await claimRevert(dependencies, release.improvementId, reason, ['promoting'])).ok) await revert(dependencies, release.improvementId);
    return 'reverting';
  }
};

type Merged = { kind: 'merged'; commit: string } | { kind: 'turned' } | { kind: 'superseded'; reason: string };

/** The merge is announced (`mergeOnto`) in a write that checks the state before it is tried: from then on nobody may roll back, only finish. */
const mergeIntoMain = async (dependencies: ReleaseDependencies, improvement: Improvement, target: Target): Promise<Merged> => {
  const { releases, sources, clock } = dependencies;
  const repository = sources(target);
  const main = target.repository.branch;
  const { commit } = await releases.get(improvement.id);
  if (!commit) return { kind: 'superseded', reason: 'Its commit was never made.' };
  for (let rebuilds = 0; rebuilds <= MOST_REBUILDS; rebuilds += 1) {
    const head = await repository.resolve(main);
    if (!head) return { kind: 'superseded', reason: `The branch ${main} is gone.` };
    if (await repository.contains(main, commit)) return recordMerge(dependencies, improvement.id, head);
    const obstacle = await obstacleToMerge(dependencies, target, commit, head);
    if (obstacle) return withdrawMerge(dependencies, improvement.id, obstacle);
    const announced = await releases.amend(improvement.id, ['promoting'], (release) => ({ ...release, mergeOnto: head, beatAt: clock.now() }));
    if (!announced) return { kind: 'turned' };
    const result = await repository.merge({ commit, branch: main, expectedHead: head, message: `Merge ${improvement.title}\n\nPawl-Improvement: ${improvement.id}\n`, at: improvement.createdAt });
    if (result.ok) return recordMerge(dependencies, improvement.id, result.head);
  }
  return withdrawMerge(dependencies, improvement.id, `The branch ${main} moved ${MOST_REBUILDS + 1} times while the fix was being merged.`);
};

/** Why the commit cannot go on top of `head` as it stands; `undefined` when it can. */
const obstacleToMerge = async ({ sources, proveMerge }: ReleaseDependencies, target: Target, commit: string, head: string): Promise<string | undefined> => {
  const repository = sources(target);
  if (await repository.contains(commit, head)) return undefined;
  const preview = await repository.previewMerge({ commit, onto: head });
  if (!preview.ok) return `The owners changed the same lines meanwhile (${preview.paths.join(', ')}).`;
  if (!proveMerge) return `The branch ${target.repository.branch} moved meanwhile, and nothing here can test the merge.`;
  return (await proveMerge(target, serviceTree(target, preview.tree))) ? undefined : `The branch ${target.repository.branch} moved meanwhile, and the tests fail on the merge with it.`;
};

const recordMerge = async ({ releases, clock }: ReleaseDependencies, improvementId: string, mergeCommit: string): Promise<Merged> => {
  const recorded = await releases.amend(improvementId, ['promoting'], (release) => ({ ...release, mergeOnto: release.mergeOnto ?? mergeCommit, mergeCommit: release.mergeCommit ?? mergeCommit, beatAt: clock.now() }));
  return recorded ? { kind: 'merged', commit: recorded.mergeCommit ?? mergeCommit } : { kind: 'turned' };
};

/** The announced merge can no longer happen (its expected head is history), so rolling back is legal again. */
const withdrawMerge = async ({ releases }: ReleaseDependencies, improvementId: string, reason: string): Promise<Merged> => {
  const withdrawn = await releases.amend(improvementId, ['promoting'], (release: Release) => {
    const { mergeOnto: _, ...rest } = release;
    return rest;
  });
  return withdrawn ? { kind: 'superseded', reason } : { kind: 'turned' };
};
