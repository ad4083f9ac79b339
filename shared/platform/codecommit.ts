import { CodeCommitClient } from '@aws-sdk/client-codecommit';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { codecommitSourceRepository } from '../adapters/aws/codecommit-source-repository.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import type { SourceRepository } from '../ports/source-repository.ts';

let client: CodeCommitClient | undefined;

/** The repository of this name; all share one client. */
export const repositoryNamed = (name: string): SourceRepository => {
  client ??= new CodeCommitClient(CLIENT_OPTIONS);
  return codecommitSourceRepository({ client, repository: name, clock: systemClock });
};
