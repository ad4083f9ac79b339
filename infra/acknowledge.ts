import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Says why a finding of cdk-nag is right as it is. A reason is a fact about this construct, never a wish. */
export const acknowledge = (construct: Construct, id: string, reason: string): void => {
  Validations.of(construct).acknowledge({ id, reason });
};
