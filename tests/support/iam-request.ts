/** What a request to AWS needs, in IAM's words. */
export type Asked = { readonly action: string; readonly resource: string; readonly context: Readonly<Record<string, string>> };

export type AwsRequest = { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string | string[] | undefined>>; readonly body: Buffer };

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';
export const arnOf = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const asked = (action: string, resource: string, context: Record<string, string> = {}): Asked => ({ action, resource, context });
type Input = Readonly<Record<string, unknown>>;

const tableArn = (input: Input): string => arnOf('dynamodb', `table/${text(input['TableName'])}`);

const dynamodb = (operation: string, input: Input): Asked[] => {
  if (operation !== 'TransactWriteItems') return [asked(`dynamodb:${operation}`, tableArn(input))];
  const actions = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' } as const;
  const items = Array.isArray(input['TransactItems']) ? (input['TransactItems'] as Record<string, Input>[]) : [];
  return items.flatMap((item) => Object.entries(actions).flatMap(([key, action]) => (item[key] ? [asked(`dynamodb:${action}`, tableArn(item[key]))] : [])));
};

const states = (operation: string, input: Input): Asked[] => {
  // A token says which machine it is about; which one cannot be read from it.
  const resource = text(input['stateMachineArn']) || text(input['executionArn']) || arnOf('states', 'stateMachine:pawl-test-improvement');
  return [asked(`states:${operation}`, resource)];
};

const codecommit = (operation: string, input: Input): Asked[] => {
  const branch = text(input['branchName']) || text(input['targetBranch']) || text(input['destinationCommitSpecifier']);
  const writes = /^(Create|Delete|Merge|Put)/.test(operation);
  return [asked(`codecommit:${operation}`, arnOf('codecommit', text(input['repositoryName'])), writes ? { 'codecommit:References': `refs/heads/${branch}` } : {})];
};

const BY_TARGET: Readonly<Record<string, (operation: string, input: Input) => Asked[]>> = {
  DynamoDB_20120810: dynamodb,
  AWSStepFunctions: states,
  CodeCommit_20150413: codecommit,
  GraniteServiceVersion20100801: (operation, input) => [asked(`cloudwatch:${operation}`, text(input['ResourceARN']) || '*')],
  AWSEvents: (operation, input) => {
    const entries = Array.isArray(input['Entries']) ? (input['Entries'] as Input[]) : [];
    return entries.map((entry) => asked(`events:${operation}`, arnOf('events', `event-bus/${text(entry['EventBusName'])}`)));
  },
};

const LAMBDA: readonly (readonly [string, RegExp, string])[] = [
  ['GET', /^aliases\/[^/]+$/, 'GetAlias'],
  ['PUT', /^aliases\/[^/]+$/, 'UpdateAlias'],
  ['POST', /^aliases$/, 'CreateAlias'],
  ['GET', /^configuration$/, 'GetFunctionConfiguration'],
  ['GET', /^versions$/, 'ListVersionsByFunction'],
  ['POST', /^versions$/, 'PublishVersion'],
  ['PUT', /^code$/, 'UpdateFunctionCode'],
  ['POST', /^invocations$/, 'InvokeFunction'],
  ['GET', /^$/, 'GetFunction'],
];

const lambda = (method: string, { pathname, searchParams }: URL): Asked[] => {
  const [, name = '', rest = ''] = /^\/2015-03-31\/functions\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
  const action = LAMBDA.find(([verb, path]) => verb === method && path.test(rest))?.[2] ?? `Unknown ${method} ${rest}`;
  const given = decodeURIComponent(name);
  const arn = given.startsWith('arn:') ? given : arnOf('lambda', `function:${given}`);
  const qualifier = searchParams.get('Qualifier') ?? /^aliases\/(.+)$/.exec(rest)?.[1];
  // IAM: actions on an alias are checked against its ARN when one is named, else against the function's.
  return [asked(`lambda:${action}`, qualifier === undefined ? arn : `${arn}:${qualifier}`)];
};

const s3 = (method: string, { pathname, searchParams }: URL, headers: AwsRequest['headers']): Asked[] => {
  const [, bucket = '', key = ''] = /^\/([^/]+)\/?(.*)$/.exec(pathname) ?? [];
  const arn = `arn:aws:s3:::${bucket}`;
  if (key === '') return [asked('s3:ListBucket', arn, { 's3:prefix': searchParams.get('prefix') ?? '' })];
  if (method !== 'PUT') return [asked('s3:GetObject', `${arn}/${decodeURIComponent(key)}`)];
  const source = headers['x-amz-copy-source'];
  const copied = typeof source === 'string' ? [asked('s3:GetObject', `arn:aws:s3:::${decodeURIComponent(source).replace(/^\//, '')}`)] : [];
  return [asked('s3:PutObject', `${arn}/${decodeURIComponent(key)}`), ...copied];
};

/** The permissions that a request needs. A request nobody knows is asked for under a name that no role has. */
export const permissionsAskedBy = ({ method, url, headers, body }: AwsRequest): Asked[] => {
  const target = text(headers['x-amz-target']);
  if (target !== '') {
    const [service = '', operation = ''] = target.split('.');
    const known = BY_TARGET[service];
    return known ? known(operation, JSON.parse(body.toString('utf8') || '{}') as Input) : [asked(target, '*')];
  }
  const parsed = new URL(url, 'http://aws.invalid');
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(text(headers['authorization']))?.[1] ?? 'unsigned';
  if (service === 'lambda') return lambda(method, parsed);
  if (service === 's3') return s3(method, parsed, headers);
  const form = new URLSearchParams(body.toString('latin1'));
  if (service === 'sns') return [asked(`sns:${form.get('Action') ?? ''}`, form.get('TopicArn') ?? '*')];
  return [asked(`${service}:${method} ${parsed.pathname}`, '*')];
};
