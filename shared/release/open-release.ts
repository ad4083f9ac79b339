import { LEGAL_FROM, type Improvement } from '../domain/improvement.ts';
import type { Release } from '../domain/release.ts';
import { targetForTenant } from '../domain/tenant-target.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { isKept } from './is-kept.ts';
import { commitOfVersion } from './version-description.ts';

/** What the judge needs to know about a release before it begins. */
export type ReleasePlan = Pick<
  Release,
  'claim' | 'judgedByAlias' | 'latencyThresholdMs' | 'phi' | 'margin' | 'stableBefore' | 'weights' | 'periodSeconds' | 'burnInSeconds' | 'windowSeconds' | 'extensionSeconds' | 'afterWatchSeconds'
>;

export type OpenResult =
  | { readonly kind: 'opened' }
  /** Another release has the target's lease: wait for it. */
  | { readonly kind: 'busy'; readonly holder: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** The store takes 300 KB. What is near that must not be exposed: the records of its way back would have no room. */
const MOST_BYTES = 200_000;

/** Claims `releasing` together with the target's release lease: one write, one winner. */
export const openRelease = async (dependencies: ReleaseDependencies, improvement: Improvement, plan: ReleasePlan): Promise<OpenResult> => {
  const { improvements, releases, targets, deployer, clock, actor } = dependencies;
  const target = targetForTenant(await targets.get(improvement.targetId), improvement.tenantId);
  const holder = await releases.holder(target.id);
  if (holder && holder !== improvement.id) return { kind: 'busy', holder };
  const { alias, latest } = await deployer.describe(target.functionName, target.alias);
  if (alias.additional) {
    const meanwhile = await releases.holder(target.id);
    if (meanwhile) return { kind: 'busy', holder: meanwhile };
    return { kind: 'refused', reason: `The alias ${target.alias} of ${target.functionName} already splits its traffic (version ${alias.additional.version}, weight ${alias.additional.weight}) and no release of Pawl did that. Route it to one version first.` };
  }
  if (latest.codeDigest !== improvement.packageKey && !(await isKept(dependencies, target.functionName, latest.codeDigest))) {
    return { kind: 'refused', reason: `$LATEST of ${target.functionName} holds code that is no version and that no deployment has told of yet. Publishing would write over it. When its deployment is through, or was undone, this is found again.` };
  }
  const bytes = Buffer.byteLength(JSON.stringify(improvement));
  if (bytes > MOST_BYTES) return { kind: 'refused', reason: `Its record has ${bytes} bytes; what is released may have ${MOST_BYTES}, so that there is room for how it ends. Make the change in smaller files or steps.` };
  const stable = (await deployer.versions(target.functionName)).find(({ version }) => version === alias.version);
  const now = clock.now();
  const release: Release = {
    ...plan,
    improvementId: improvement.id,
    targetId: target.id,
    functionName: target.functionName,
    alias: target.alias,
    stableVersion: alias.version,
    stableCommit: commitOfVersion(stable?.description ?? '') ?? 'unknown',
    weight: 0,
    beatAt: now,
    moments: [],
    periods: [],
  };
  const notStopped = dependencies.switches === undefined ? [] : await dependencies.switches.notStopped();
  if (notStopped === undefined) return { kind: 'busy', holder: 'nobody, as everything is stopped' };
  const claimed = await improvements.transition(improvement.id, 'releasing', { by: actor, at: now, also: [...releases.opening(release), ...notStopped] });
  if (claimed.ok) return { kind: 'opened' };
  const legal: readonly (string | undefined)[] = LEGAL_FROM.releasing;
  // The lease was somebody's at that moment, whoever has it by now, or everything was just stopped: take turns.
  if (legal.includes(claimed.state)) return { kind: 'busy', holder: (await releases.holder(target.id)) ?? 'another release' };
  return { kind: 'refused', reason: `It is ${claimed.state ?? 'gone'} by now.` };
};
