import type { Improvement } from '../domain/improvement.ts';
import type { Release } from '../domain/release.ts';
import { clearLatest } from './clear-latest.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { removeBranch } from './remove-branch.ts';
import { routeBack } from './route.ts';
import { settle } from './settle.ts';
import { stillIn } from './state-guard.ts';
import { tell } from './tell.ts';

type Ending = NonNullable<Improvement['ending']>;

/**
 * Claims the right to take a candidate back. `{ ok: false }` when somebody else was first, or when its commit is being
 * merged already: from there on the way leads through `promoted`, and back through `reverting`.
 */
export const claimRollBack = async ({ improvements, releases, clock, actor }: ReleaseDependencies, improvementId: string, ending: Omit<Ending, 'by'>): Promise<{ ok: boolean }> => {
  for (;;) {
    const release = await releases.find(improvementId);
    const from = release?.mergeOnto === undefined ? (['releasing', 'watching', 'promoting'] as const) : (['releasing', 'watching'] as const);
    const also = release ? await releases.unchanged(improvementId, release) : [];
    const claimed = await improvements.transition(improvementId, 'rolling-back', { by: actor, at: clock.now(), from, also, set: { ending: { ...ending, by: actor } } });
    if (claimed.ok) return { ok: true };
    const legal: readonly (string | undefined)[] = from;
    if (!legal.includes(claimed.state)) return { ok: false };
  }
};

/** Carries out `rolling-back`: traffic first, then `$LATEST`, then the branch, then people. Safe to repeat from any point. */
export const rollBack = async (dependencies: ReleaseDependencies, improvementId: string): Promise<void> => {
  const { improvements, releases, targets, clock } = dependencies;
  const improvement = await improvements.get(improvementId);
  const { ending } = improvement;
  if (improvement.state !== 'rolling-back' || !ending) return;
  const release = await releases.get(improvementId);

  const still = stillIn(improvements, improvementId, 'rolling-back');
  const routed = await routeBack(dependencies, release, still);
  if (routed === 'turned' || !(await releases.amend(improvementId, ['rolling-back'], (held) => returned(held, clock.now(), ending.reason)))) return;
  // Only now: a target that nobody knows any more must not keep the traffic from going back.
  const target = await targets.get(improvement.targetId);
  // What an owner has put into `$LATEST` meanwhile is theirs, and about to become a release.
  await clearLatest(dependencies, { functionName: release.functionName, alias: target.alias }, improvement.packageKey);
  const leftover = improvement.origin === 'deployment' ? undefined : await removeBranch(dependencies, target, improvementId);
  const traffic = routed === 'done' ? `All traffic of ${release.functionName}:${release.alias} is on version ${release.stableVersion} again.` : `The alias ${release.alias} of ${release.functionName} does not serve it and was left alone.`;
  await tell(dependencies, {
    key: `rolled-back#${improvementId}`, about: ending.by === 'guard' ? 'guard' : 'rollback', severity: 'high', targetId: target.id, improvementId,
    subject: `${improvement.title}: ${ending.state}`, text: [ending.reason, traffic, leftover].filter((part) => part !== undefined).join(' '),
  });
  await settle(dependencies, improvement, release, {
    from: 'rolling-back', to: ending.state, set: { reason: ending.reason }, once: `rolled-back#${improvementId}`,
    act: {
      who: ending.by, what: ending.state, ...(release.candidateVersion ? { previousVersion: release.candidateVersion } : {}),
      newVersion: release.stableVersion, reason: ending.state === 'rolled-back' ? 'performance_degradation' : ending.reason, evidence: ending.reason,
    },
  });
};

/** Ends a release that could not be carried out; the candidate, if there is one, is taken back. */
export const failRelease = async (dependencies: ReleaseDependencies, improvementId: string, reason: string): Promise<void> => {
  if ((await claimRollBack(dependencies, improvementId, { state: 'failed', reason })).ok) await rollBack(dependencies, improvementId);
};

const returned = (release: Release, at: number, reason: string): Release =>
  release.weight === 0 ? { ...release, beatAt: at } : { ...release, weight: 0, beatAt: at, moments: [...release.moments, { at, what: `traffic back on version ${release.stableVersion}: ${reason}` }] };
