import type { Improvement } from '../domain/improvement.ts';
import type { Release } from '../domain/release.ts';
import type { Target } from '../domain/target.ts';
import type { TargetFacts } from '../store/target-facts.ts';
import { clearLatest } from './clear-latest.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { keepLatest } from './keep-latest.ts';
import { removeBranch } from './remove-branch.ts';
import { serviceTree } from './repository-path.ts';
import { claimRevert, isPermanent, revert } from './revert.ts';
import { claimRollBack, rollBack } from './roll-back.ts';
import { isOurs, route } from './route.ts';
import { settle } from './settle.ts';
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
  const { improvements, releases, targets, clock, actor } = dependencies;
  const improvement = await improvements.get(improvementId);
  if (improvement.state !== 'promoting') return;
  const target = await targets.get(improvement.targetId);

  const merged = improvement.origin === 'deployment' ? undefined : await mergeIntoMain(dependencies, improvement, target);
  if (merged?.kind === 'turned') return;
  if (merged?.kind === 'superseded') {
    if ((await claimRollBack(dependencies, improvementId, { state: 'superseded', reason: merged.reason })).ok) await rollBack(dependencies, improvementId);
    return;
  }

  const release = await releases.get(improvementId);
  const candidate = release.candidateVersion ?? '';
  const routed = await routeToCandidate(dependencies, release, candidate);
  if (routed.kind === 'turned') return;
  if (routed.kind === 'never') {
    if ((await claimRevert(dependencies, improvementId, routed.reason, 'promoting')).ok) await revert(dependencies, improvementId);
    return;
  }
  const at = clock.now();
  const recorded = await releases.amend(improvementId, ['promoting'], (held) => ({
    ...held, weight: 1, beatAt: at, watchedUntil: at + release.afterWatchSeconds * 1000,
    moments: held.weight === 1 ? held.moments : [...held.moments, { at, what: `promoted: all traffic on version ${candidate}` }],
  }));
  if (!recorded) return;
  // `$LATEST` goes with the target's own alias: what a tenant's alias serves ahead of it must not come to everybody with a change of the configuration.
  if (release.alias === target.alias) await keepLatest(dependencies, improvement, release);
  else await clearLatest(dependencies, { functionName: release.functionName, alias: target.alias }, improvement.packageKey);
  const leftover = improvement.origin === 'deployment' ? undefined : await removeBranch(dependencies, target, improvementId);
  const settled = await settle(dependencies, improvement, recorded, {
    from: 'promoting', to: 'promoted', keepWatching: true, once: `promoted#${improvementId}`,
    act: { who: actor, what: improvement.unproven ? 'kept-unproven' : 'promoted', previousVersion: release.stableVersion, newVersion: candidate },
    ...(merged ? { facts: (held) => afterPromotion(held, improvement, merged.commit) } : {}),
  });
  if (!settled) return;
  const traffic = `All traffic of ${release.functionName}:${release.alias} is on version ${candidate}.`;
  await tell(dependencies, { key: `promoted#${improvementId}`, severity: 'low', targetId: target.id, improvementId, subject: `${improvement.title}: promoted`, text: leftover ? `${traffic} ${leftover}` : traffic });
};

/** What the target is known for from now on: the commit that every deployment must contain, and how often a person's yes to this kind of author came true. */
const afterPromotion = (held: TargetFacts, { approval, remedy }: Improvement, commit: string): TargetFacts => {
  const facts = { ...held, lastPromotedCommit: commit };
  const kind = remedy?.author.kind;
  return approval && kind ? { ...facts, promotedWithApproval: { ...held.promotedWithApproval, [kind]: (held.promotedWithApproval?.[kind] ?? 0) + 1 } } : facts;
};

type Routed = { readonly kind: 'done' } | { readonly kind: 'turned' } | { readonly kind: 'never'; readonly reason: string };

/** Once merged, traffic has to follow; the answer says why it never can. Anything that may pass is thrown, for the guard to try again. */
const routeToCandidate = async (dependencies: ReleaseDependencies, release: Release, candidate: string): Promise<Routed> => {
  try {
    const routed = await route(dependencies, release, { version: candidate }, { still: stillIn(dependencies.improvements, release.improvementId, 'promoting') });
    if (routed !== 'foreign') return { kind: routed };
    return { kind: 'never', reason: `The traffic could not follow: somebody else routed the alias ${release.alias} of ${release.functionName} to another version.` };
  } catch (error) {
    if (!isPermanent(error)) throw error;
    return { kind: 'never', reason: `The traffic could not follow: ${error instanceof Error ? error.message : String(error)}` };
  }
};

type Merged = { kind: 'merged'; commit: string } | { kind: 'turned' } | { kind: 'superseded'; reason: string };

/** The merge is announced (`mergeOnto`) in a write that checks the state before it is tried: from then on nobody may roll back, only finish. */
const mergeIntoMain = async (dependencies: ReleaseDependencies, improvement: Improvement, target: Target): Promise<Merged> => {
  const { releases, sources, clock } = dependencies;
  const repository = sources(target);
  const main = target.repository.branch;
  const release = await releases.get(improvement.id);
  const { commit } = release;
  if (!commit) return { kind: 'superseded', reason: 'Its commit was never made.' };
  for (let rebuilds = 0; rebuilds <= MOST_REBUILDS; rebuilds += 1) {
    const head = await repository.resolve(main);
    if (head && (await repository.contains(main, commit))) return recordMerge(dependencies, improvement.id, head);
    const obstacle = head ? ((await obstacleToTraffic(dependencies, release)) ?? (await obstacleToMerge(dependencies, target, commit, head))) : `The branch ${main} is gone.`;
    if (!head || obstacle) return withdrawMerge(dependencies, improvement.id, head, obstacle ?? '');
    const announced = await releases.amend(improvement.id, ['promoting'], (release) => ({ ...release, mergeOnto: head, beatAt: clock.now() }));
    if (!announced) return { kind: 'turned' };
    const result = await repository.merge({ commit, branch: main, expectedHead: head, message: `Merge ${improvement.title}\n\nPawl-Improvement: ${improvement.id}\n`, at: improvement.createdAt });
    if (result.ok) return recordMerge(dependencies, improvement.id, result.head);
  }
  return withdrawMerge(dependencies, improvement.id, await repository.resolve(main), `The branch ${main} moved ${MOST_REBUILDS + 1} times while the fix was being merged.`);
};

/** Why the traffic cannot go to the candidate, seen before anything is merged. */
const obstacleToTraffic = async ({ deployer }: ReleaseDependencies, release: Release): Promise<string | undefined> => {
  const { functionName, alias: name } = release;
  const gone = `The alias ${name} of ${functionName} is gone.`;
  const described = await deployer.describe(functionName, name).catch((error: unknown) => {
    if (isPermanent(error)) return undefined;
    throw error;
  });
  if (!described) return gone;
  return isOurs(described.alias, release) ? undefined : `Somebody else routed the alias ${name} of ${functionName} to version ${described.alias.version} meanwhile.`;
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

/**
 * Makes rolling back legal again. Only a merge that can no longer happen is withdrawn, because the head it expects is history;
 * one that somebody has just announced on the present `head` is theirs to finish.
 */
const withdrawMerge = async ({ releases }: ReleaseDependencies, improvementId: string, head: string | undefined, reason: string): Promise<Merged> => {
  const withdrawn = await releases.amend(improvementId, ['promoting'], ({ mergeOnto, ...rest }: Release) => (mergeOnto !== undefined && mergeOnto === head ? undefined : rest));
  return withdrawn ? { kind: 'superseded', reason } : { kind: 'turned' };
};
