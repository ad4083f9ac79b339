import type { DependencyKind } from './dependency-kind.ts';

/** `AWS4-HMAC-SHA256 Credential=KEY/20261121/us-east-1/dynamodb/aws4_request, …`: the service that the signature is for. */
const SIGNED_FOR = /^AWS4-[\w-]+ Credential=[^/]{1,200}\/\d{8}\/[\w*-]{1,40}\/([a-z0-9-]{1,40})\//;
const AMAZON_HOST = /(?:^|\.)([a-z0-9-]+)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?(?::\d+)?$/;
const OPERATION = /^[A-Za-z][A-Za-z0-9]{0,60}$/;
const READS = /^(?:Batch)?(?:Get|List|Describe|Query|Scan|Head|Select|Search)/;
const KIND_OF: Readonly<Record<string, DependencyKind>> = { dynamodb: 'database', 'rds-data': 'database', sqs: 'queue', kinesis: 'queue' };

export type AwsCall = { readonly service: string; readonly operation: string | undefined; readonly kind: DependencyKind; readonly reads: boolean };

/**
 * The AWS service and operation of a request, by how it is signed (so that an emulator's address does not matter), else by its host.
 * The operation: of `x-amz-target` (`DynamoDB_20120810.GetItem`), else of the parameter `x-id` that the SDK puts into REST addresses.
 */
export function awsCall(url: { readonly host: string; readonly search: string }, header: (name: string) => string | undefined): AwsCall | undefined {
  const authorization = header('authorization');
  const signed = authorization?.startsWith('AWS4-') === true ? SIGNED_FOR.exec(authorization)?.[1] : undefined;
  const service = signed ?? AMAZON_HOST.exec(url.host)?.[1];
  if (service === undefined) return undefined;
  const named = header('x-amz-target')?.split('.').at(-1) ?? /[?&]x-id=(\w+)/.exec(url.search)?.[1];
  const operation = named !== undefined && OPERATION.test(named) ? named : undefined;
  return { service, operation, kind: KIND_OF[service] ?? 'aws', reads: operation !== undefined && READS.test(operation) };
}
