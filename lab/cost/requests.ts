import type { Usage } from './price-units.ts';

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

const writesOf = (row: Row | undefined): number => Math.max(1, Math.ceil(rowBytes(row ?? {}) / 1024));
/** Consistent reads, which all of Pawl's are: one unit for each 4 KB begun. */
const readsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));

const dynamo: Readonly<Record<string, (request: { body: never; answer: never }) => Usage>> = {
  GetItem: ({ answer }: { answer: { Item?: Row } }) => ({ dynamoReads: readsOf(rowBytes(answer.Item ?? {})) }),
  Query: ({ answer }: { answer: { Items?: readonly Row[] } }) => ({ dynamoReads: readsOf((answer.Items ?? []).reduce((sum, row) => sum + rowBytes(row), 0)) }),
  PutItem: ({ body }: { body: { Item: Row } }) => ({ dynamoWrites: writesOf(body.Item) }),
  // Each item of a transaction is written twice: prepared, then committed. Checks and removals count at least one unit each.
  TransactWriteItems: ({ body }: { body: { TransactItems: readonly { Put?: { Item: Row } }[] } }) => ({ dynamoWrites: body.TransactItems.reduce((sum, { Put }) => sum + 2 * writesOf(Put?.Item), 0) }),
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
