import { errorCode, sentenceOf } from '../domain/error-code.ts';
import type { Improvement } from '../domain/improvement.ts';
import { PackageError } from '../domain/package-error.ts';
import type { Release } from '../domain/release.ts';
import type { Target } from '../domain/target.ts';
import type { Package } from '../ports/workshop.ts';
import { branchOf } from './branch-of.ts';
import { clearLatest } from './clear-latest.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { packageKeys } from './package-key.ts';
import { inRepository } from './repository-path.ts';
import { failRelease } from './roll-back.ts';
import { route } from './route.ts';
import { stillIn } from './state-guard.ts';
import { describeVersion } from './version-description.ts';

/**
 * Carries out `releasing`: commit on its own branch, publish a version, beat, give it `weight` of the traffic, watch.
 * `weight` is a share, 0–1; 1 is no canary: all traffic at once, which Lambda allows also where it splits none (the versions have other roles).
 * Every step records itself in the same write that checks the state, so a repeat goes on where it stood and a
 * release that was turned round in the meantime is left to whoever turned it.
 */
export const expose = async (dependencies: ReleaseDependencies, improvementId: string, weight: number): Promise<'watching' | 'turned' | 'failed'> => {
  const { improvements, releases, clock, actor } = dependencies;
  const improvement = await improvements.get(improvementId);
  const target = await dependencies.targets.get(improvement.targetId);
  try {
    const committed = await commitCandidate(dependencies, improvement, target);
    const published = committed && (await publishCandidate(dependencies, improvement, target));
    if (!published) return 'turned';
    const candidateVersion = published.candidateVersion ?? '';
    const wanted = weight < 1 ? { version: published.stableVersion, additional: { version: candidateVersion, weight } } : { version: candidateVersion };
    const routed = await route(dependencies, published, wanted, { still: stillIn(improvements, improvementId, 'releasing') });
    if (routed === 'turned') return 'turned';
    if (routed === 'foreign') throw new Error(`Somebody else moved the alias ${published.alias} meanwhile.`);
    const exposedAt = clock.now();
    const recorded = await releases.amend(improvementId, ['releasing'], (release) => ({
      ...release,
      weight,
      exposedAt,
      beatAt: exposedAt,
      moments: [...release.moments, { at: exposedAt, what: `version ${candidateVersion} gets ${Math.round(weight * 100)} % of the traffic` }],
    }));
    if (!recorded) return 'turned';
    for (;;) {
      const also = await dependencies.audit.entering(
        { targetId: target.id, at: exposedAt, who: actor, what: 'exposed', improvementId, component: target.functionName, previousVersion: published.stableVersion, newVersion: candidateVersion },
        `exposed#${improvementId}`,
      );
      const watched = await improvements.transition(improvementId, 'watching', { by: actor, at: exposedAt, also });
      if (watched.ok) return 'watching';
      // In the legal state still: only the audit log has grown meanwhile.
      if (watched.state !== 'releasing') return 'turned';
    }
  } catch (error) {
    const reason = `It could not be released: ${sentenceOf(error)}`;
    await failRelease(dependencies, improvementId, reason).catch((problem: unknown) => {
      // What stands in the way of a release may stand in the way back as well. It is announced: whoever coordinates, or the guard, finishes it.
      throw new Error(`${reason} Nor can it be taken back from here: ${sentenceOf(problem)}`, { cause: error });
    });
    dependencies.notify?.({ code: errorCode(error) ?? 'PAWL-RELEASE-010', level: 'error', text: `${improvement.title}: ${reason}`, data: { improvementId, targetId: target.id } });
    return 'failed';
  }
};

const commitCandidate = async ({ releases, sources, clock }: ReleaseDependencies, improvement: Improvement, target: Target): Promise<Release | undefined> => {
  if (improvement.origin === 'deployment') {
    return releases.amend(improvement.id, ['releasing'], (release) => ({ ...release, commit: improvement.ref ?? 'unknown', beatAt: clock.now() }));
  }
  const { remedy } = improvement;
  if (!remedy) throw new Error('There is no remedy to release.');
  const branch = branchOf(improvement.id);
  const { commit } = await sources(target).commit({
    branch,
    parent: remedy.baseCommit,
    files: remedy.files.map((file) => ({ ...file, path: inRepository(target, file.path) })),
    message: `${remedy.title}\n\n${remedy.reason}\n\nPawl-Improvement: ${improvement.id}\n`,
    author: remedy.author.kind === 'person' ? remedy.author.name : 'Pawl',
    at: improvement.createdAt,
  });
  const recorded = await releases.amend(improvement.id, ['releasing'], (release) => ({ ...release, branch, commit, beatAt: clock.now() }));
  // Whoever turned it round may have deleted the branch before this commit made it again.
  if (!recorded) await sources(target).deleteBranch(branch);
  return recorded;
};

const publishCandidate = async (dependencies: ReleaseDependencies, improvement: Improvement, target: Target): Promise<Release | undefined> => {
  const { improvements, releases, deployer, blobs, clock } = dependencies;
  const release = await releases.get(improvement.id);
  const candidate = await readPackage(blobs, improvement);
  if (!(await stillIn(improvements, improvement.id, 'releasing')())) return undefined;
  const { version } = await deployer.publish({ functionName: target.functionName, package: candidate, description: describeVersion(release.commit ?? 'unknown', improvement.id) });
  const recorded = await releases.amend(improvement.id, ['releasing'], (held) => ({ ...held, candidateVersion: version, beatAt: clock.now() }));
  if (!recorded) await clearLatest(dependencies, target, candidate.digest);
  return recorded;
};

const readPackage = async (blobs: ReleaseDependencies['blobs'], improvement: Improvement): Promise<Package> => {
  const digest = improvement.packageKey;
  if (!digest) throw new Error('No package was built for it.');
  const { bundle, sourceMap } = packageKeys(digest);
  const [code, map] = await Promise.all([blobs.get(bundle), blobs.get(sourceMap)]);
  if (!code) throw new PackageError('PAWL-PACKAGE-MISSING', `The package ${bundle} is no longer in the blob store.`);
  return { digest, bundle: code, sourceMap: map ?? new Uint8Array() };
};
