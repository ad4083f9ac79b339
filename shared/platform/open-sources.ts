import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { codecommitSourceRepository } from '../adapters/aws/codecommit-source-repository.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import type { Target } from '../domain/target.ts';
import type { SourceRepository } from '../ports/source-repository.ts';

/** The owners' repositories, one adapter each. */
export const openSources = (): ((target: Target) => SourceRepository) => {
  const client = new CodeCommitClient(CLIENT_OPTIONS);
  const known = new Map<string, SourceRepository>();
  return ({ repository: { location } }) => {
    const repository = known.get(location) ?? codecommitSourceRepository({ client, repository: location, clock: systemClock });
    known.set(location, repository);
    return repository;
  };
};
