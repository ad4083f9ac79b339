import { readUnits, writeUnits } from '../../shared/rules/telemetry/dynamo-units.ts';
import type { Usage } from '../../shared/rules/telemetry/usage.ts';

/** One request to AWS as it went over the wire. Bodies as UTF-8 text; those of S3 are not looked at. */
export type WireRequest = {
  readonly method: string;
  readonly path: string;
  readonly service: string;
  /** `x-amz-target`'s operation, where the protocol has one. */
  readonly operation: string | undefined;
  readonly body: string;
  readonly answer: string;
  readonly status: number;
};

/** The service a request is signed for: `AWS4-HMAC-SHA256 Credential=KEY/20261121/us-east-1/dynamodb/aws4_request`. */
export const serviceOf = (authorization: string): string => /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(authorization)?.[1] ?? 'unknown';

type Attribute = { readonly S?: string; readonly N?: string };
type Row = Readonly<Record<string, Attribute>>;

/** DynamoDB's size of an item: names and texts in UTF-8, numbers about half their digits. Pawl's rows have nothing else. */
export const rowBytes = (row: Row): number =>
  Object.entries(row).reduce((sum, [name, { S: text, N: number }]) => sum + Buffer.byteLength(name) + (text === undefined ? Math.ceil((number?.length ?? 0) / 2) + 1 : Buffer.byteLength(text)), 0);

const dynamo: Readonly<Record<string, (request: { body: never; answer: never }) => Usage>> = {
  GetItem: ({ answer }: { answer: { Item?: Row } }) => ({ dynamoReads: readUnits(rowBytes(answer.Item ?? {})) }),
  Query: ({ answer }: { answer: { Items?: readonly Row[] } }) => ({ dynamoReads: readUnits((answer.Items ?? []).reduce((sum, row) => sum + rowBytes(row), 0)) }),
  PutItem: ({ body }: { body: { Item: Row } }) => ({ dynamoWrites: writeUnits(rowBytes(body.Item), { inTransaction: false }) }),
  // Checks and removals count at least one unit each.
  TransactWriteItems: ({ body }: { body: { TransactItems: readonly { Put?: { Item: Row } }[] } }) => ({ dynamoWrites: body.TransactItems.reduce((sum, { Put }) => sum + writeUnits(rowBytes(Put?.Item ?? {}), { inTransaction: true }), 0) }),
};

/** What a request is billed as, by the public rules. Requests that cost nothing (Lambda's and Step Functions' own API) are `{}`. */
export const usageOf = ({ method, path, service, operation, body, answer, status }: WireRequest): Usage => {
  if (service === 'dynamodb') {
    const price = dynamo[operation ?? ''];
    if (!price) throw new Error(`There is no rule for what DynamoDB's ${operation ?? 'unnamed operation'} costs.`);
    return price({ body: JSON.parse(body) as never, answer: (status < 300 ? JSON.parse(answer) : {}) as never });
  }
  if (service === 's3') {
    if (method === 'PUT' || method === 'POST' || path.includes('list-type=2')) return { s3Puts: 1 };
    return method === 'DELETE' ? {} : { s3Gets: 1 };
  }
  if (service === 'events') return { customEvents: Math.max(1, [...body.matchAll(/"DetailType"/g)].length) };
  if (service === 'monitoring') return { metricsAsked: Math.max(1, [...body.matchAll(/MetricName/g)].length) };
  if (service === 'sns') return { snsRequests: 1 };
  return {};
};
