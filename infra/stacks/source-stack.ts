import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import type { Construct } from 'constructs';

export interface SourceStackProps extends StackProps {
  readonly repository: string;
}

/** The example's repository. A stack of its own: emulators have no CodeCommit, and who has a repository already needs none. */
export class SourceStack extends Stack {
  constructor(scope: Construct, id: string, { repository, ...props }: SourceStackProps) {
    super(scope, id, { description: 'Source of the example service.', ...props });
    const made = new Repository(this, 'Repository', { repositoryName: repository, description: 'The orders service that Pawl practises on.' });
    new CfnOutput(this, 'CloneUrl', { value: made.repositoryCloneUrlGrc, description: 'Push the built repository there (docs/deploy.md).' });
  }
}
