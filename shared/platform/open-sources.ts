import type { Target } from '../domain/target.ts';
import type { SourceRepository } from '../ports/source-repository.ts';
import { atFirstCall } from './at-first-call.ts';

const METHODS = { resolve: true, readTree: true, contains: true, messagesBetween: true, commit: true, merge: true, previewMerge: true, revert: true, deleteBranch: true, branches: true } as const;

/** The owners' repositories, one adapter each; most invocations read no source. */
export const openSources = (): ((target: Target) => SourceRepository) => {
  const known = new Map<string, SourceRepository>();
  return ({ repository: { location } }) => {
    const repository = known.get(location) ?? atFirstCall<SourceRepository>(METHODS, async () => (await import('./codecommit.ts')).repositoryNamed(location));
    known.set(location, repository);
    return repository;
  };
};
