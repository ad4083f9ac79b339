import * as z from 'zod';

/** CloudFormation's request about one custom resource, as far as it is read. */
export const CustomResourceEvent = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  /** Where the answer is put. */
  ResponseURL: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.unknown(),
  /** In an update. */
  OldResourceProperties: z.unknown().optional(),
});
export type CustomResourceEvent = z.infer<typeof CustomResourceEvent>;

const PREFIX = 'pawl-target-';

/** A target's name for CloudFormation. With another target comes another name, and CloudFormation then deletes the old one. */
export const physicalIdOf = (targetId: string): string => `${PREFIX}${targetId}`;

/** The target that a resource stands for; `undefined` for one that never came to be. */
export const targetIdOf = (physicalId: string | undefined): string | undefined => (physicalId?.startsWith(PREFIX) === true ? physicalId.slice(PREFIX.length) : undefined);

/** The name of a resource that could not be created: deleting it must not take anybody's target away. */
export const failedIdOf = ({ RequestId }: CustomResourceEvent): string => `pawl-failed-${RequestId}`;

/** Which resource of which stack, for ever the same. */
export const resourceOf = ({ StackId, LogicalResourceId }: CustomResourceEvent): string => `${StackId}/${LogicalResourceId}`;

/** The stack's name out of its ARN. */
export const stackNameOf = ({ StackId }: CustomResourceEvent): string => StackId.split('/')[1] ?? StackId;
