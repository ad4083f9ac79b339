import ts from 'typescript';
import { IS_TEXT, KIND } from './kinds.ts';
import type { Role } from './value.ts';

/** What a member of something that a framework hands over is: input (with what it is safe for by nature), or another such thing. */
export type Member = { readonly input: number; readonly holdsText?: boolean } | { readonly role: Role };

/** Input that a caller chooses freely, as objects or as text. */
const ANY: Member = { input: 0 };
const TEXT: Member = { input: IS_TEXT };
/** An object whose members are text. */
const TEXTS: Member = { input: 0, holdsText: true };
/** The address that was asked for: sending a caller back there leads nowhere new. */
const OWN_ADDRESS: Member = { input: IS_TEXT | KIND.redirect };

const REQUEST: Readonly<Record<string, Member>> = {
  query: ANY, body: ANY, rawBody: TEXT, params: TEXTS, headers: TEXTS, cookies: TEXTS, files: ANY, file: { role: 'fileUpload' }, url: OWN_ADDRESS, originalUrl: OWN_ADDRESS, path: OWN_ADDRESS, hostname: OWN_ADDRESS, host: OWN_ADDRESS,
  searchParams: TEXTS, nextUrl: { role: 'nextUrl' }, request: { role: 'request' }, req: { role: 'request' }, raw: { role: 'request' }, header: TEXTS, querystring: TEXT, payload: ANY, fields: ANY, text: TEXT, validatedBody: { input: 0 },
};

/** By the documentation of Express, Koa, Fastify, Hono, Next, AWS Lambda's event shapes. Members that are not named are not input. */
export const MEMBERS: Readonly<Record<Role, Readonly<Record<string, Member>>>> = {
  request: REQUEST,
  context: { ...REQUEST, request: { role: 'request' }, req: { role: 'request' }, res: { role: 'response' }, response: { role: 'response' }, cookies: { role: 'cookieJar' }, args: ANY },
  response: {},
  nextUrl: { searchParams: TEXTS, pathname: OWN_ADDRESS, search: TEXT, href: OWN_ADDRESS },
  cookieJar: {},
  params: {},
  messageEvent: { data: ANY },
  args: {},
  fileUpload: { originalname: TEXT, originalFilename: TEXT, name: TEXT, filename: TEXT, buffer: ANY },
  event: {
    body: TEXT, queryStringParameters: TEXTS, multiValueQueryStringParameters: TEXTS, pathParameters: TEXTS, headers: TEXTS, multiValueHeaders: TEXTS, cookies: TEXTS, rawQueryString: TEXT,
    rawPath: OWN_ADDRESS, path: OWN_ADDRESS, Records: ANY, arguments: ANY, args: ANY, input: ANY, detail: ANY, records: ANY, messages: ANY, messageContent: ANY,
  },
};

/** Of an event that a handler gets: what the platform says, not the caller. Every other member is input, as events may be anything. */
export const NOT_INPUT_OF_EVENT: ReadonlySet<string> = new Set(['requestContext', 'isBase64Encoded', 'resource', 'httpMethod', 'stageVariables', 'version', 'source', 'region', 'account', 'time', 'detail-type', 'resources', 'triggerSource', 'userPoolId', 'identity', 'info', 'target', 'currentTarget', 'preventDefault', 'stopPropagation', 'length', 'type', 'id', 'routeKey', 'methodArn']);

/** Methods of these that answer with input. */
export const INPUT_METHODS: Readonly<Partial<Record<Role, Readonly<Record<string, number>>>>> = {
  request: { get: IS_TEXT, header: IS_TEXT, param: IS_TEXT, params: IS_TEXT, query: IS_TEXT, queries: 0, json: 0, text: IS_TEXT, formData: 0, parseBody: 0, valid: IS_TEXT, getHeader: IS_TEXT, body: 0, blob: 0, arrayBuffer: 0, read: IS_TEXT },
  context: { get: IS_TEXT, query: IS_TEXT, param: IS_TEXT, header: IS_TEXT },
  cookieJar: { get: IS_TEXT },
};

const BY_NAME: Readonly<Record<string, Role>> = { req: 'request', request: 'request', _req: 'request', res: 'response', response: 'response', reply: 'response', _res: 'response', ctx: 'context', c: 'context' };

const BY_TYPE: readonly (readonly [RegExp, Role])[] = [
  [/^(?:express\.)?(?:Request|FastifyRequest|NextApiRequest|NextRequest|(?:http\.)?IncomingMessage|ExpressRequest|AuthenticatedRequest|AuthRequest|HapiRequest|RequestWithUser)\b/, 'request'],
  [/^(?:express\.)?(?:Response|FastifyReply|NextApiResponse|(?:http\.)?ServerResponse|ExpressResponse)\b/, 'response'],
  [/^(?:APIGateway\w*Event\w*|ALBEvent|SQSEvent|SNSEvent|S3Event|KinesisStreamEvent|DynamoDBStreamEvent|LambdaFunctionURLEvent|AppSyncResolverEvent|EventBridgeEvent|Cloud\w+Event|SQSRecord|SNSEventRecord|S3EventRecord)\b/, 'event'],
  [/^(?:Koa\.)?(?:ParameterizedContext|Context|RouterContext|Koa\.Context|ExtendableContext)\b/, 'context'],
  [/^(?:Express\.Multer\.File|Multer\.File)\b/, 'fileUpload'],
];

/** Decorators of parameters by which Nest and its like hand over input. */
const INPUT_DECORATORS: Readonly<Record<string, number>> = { Query: 0, Param: IS_TEXT, Body: 0, Headers: IS_TEXT, Header: IS_TEXT, HeaderParam: IS_TEXT, QueryParam: IS_TEXT, QueryParams: 0, BodyParam: 0, PathParam: IS_TEXT, CookieParam: IS_TEXT, Cookies: IS_TEXT, MessageBody: 0, Args: 0, Payload: 0, RawBody: IS_TEXT, UploadedFile: 0, Arg: 0 };

const NUMBER_LIKE = /^(?:number|boolean|bigint|Date|null|undefined|\d|"[^"]*"|'[^']*'|\s|\|)+$/;

/** What a parameter brings, from its decorator, its type or its name; `free`: anything that who calls the file may pass. */
export type Brought = { readonly kind: 'role'; readonly role: Role } | { readonly kind: 'input'; readonly safe: number } | { readonly kind: 'clean' } | { readonly kind: 'free'; readonly isText: boolean };

/** What the parameter of a function brings that nobody in the file calls with known arguments. */
export function broughtBy(parameter: ts.ParameterDeclaration, index: number, fileUses: (module: string) => boolean): Brought {
  for (const decorator of ts.getDecorators(parameter) ?? []) {
    const called = ts.isCallExpression(decorator.expression) ? decorator.expression : undefined;
    const name = (called?.expression ?? decorator.expression).getText();
    const pipes = called?.arguments.map((each) => each.getText()).join(' ') ?? '';
    if (name === 'Req' || name === 'Request') return { kind: 'role', role: 'request' };
    if (name === 'Res' || name === 'Response') return { kind: 'role', role: 'response' };
    if (name === 'Ctx') return { kind: 'role', role: 'context' };
    const safe = Object.hasOwn(INPUT_DECORATORS, name) ? INPUT_DECORATORS[name] : undefined;
    if (safe !== undefined) return /Parse(?:Int|Float|Bool|UUID|Enum)Pipe/.test(pipes) || isNumberLike(parameter) ? { kind: 'clean' } : { kind: 'input', safe: parameter.type?.kind === ts.SyntaxKind.StringKeyword ? safe : 0 };
  }
  const type = parameter.type?.getText() ?? '';
  const role = BY_TYPE.find(([pattern]) => pattern.test(type))?.[1];
  if (role !== undefined && !(role === 'context' && index > 0)) return { kind: 'role', role };
  if (isNumberLike(parameter)) return { kind: 'clean' };
  if (ts.isIdentifier(parameter.name)) {
    const { text } = parameter.name;
    const named = Object.hasOwn(BY_NAME, text) ? BY_NAME[text] : undefined;
    const second = parameter.parent.parameters[1]?.name.getText();
    if (text === 'request' && index === 0 && second !== undefined && !/^_?_?(?:res|resp|response|reply|h|next|context|ctx|env|toolkit|server|event|params|args|done|\{)/i.test(second)) return { kind: 'free', isText: false };
    if (named !== undefined) return { kind: 'role', role: named };
    if (/^_?(?:event|evt)$/.test(text) && index === 0) return { kind: 'role', role: 'event' };
    if (text === 'context' && index === 0 && ['koa', 'hono', '@koa/router', 'koa-router'].some(fileUses)) return { kind: 'role', role: 'context' };
    if (text === 'args' && index === 1) return { kind: 'input', safe: 0 };
  }
  if (ts.isObjectBindingPattern(parameter.name)) {
    const names = parameter.name.elements.map((element) => (element.propertyName ?? element.name).getText());
    if (index === 0 && names.some((name) => ['body', 'query', 'params', 'headers', 'cookies'].includes(name)) && !names.includes('children')) return { kind: 'role', role: names.some((name) => ['query', 'req', 'body'].includes(name)) ? 'request' : 'context' };
    if (index === 0 && names.some((name) => ['queryStringParameters', 'pathParameters', 'Records', 'rawPath'].includes(name))) return { kind: 'role', role: 'event' };
    if (index === 0 && names.some((name) => name === 'searchParams' || name === 'input')) return { kind: 'role', role: 'event' };
    if (index === 1 && names.length === 1 && names[0] === 'params') return { kind: 'role', role: 'request' };
    if (index === 1 && parameter.parent.parameters[0]?.name.getText().match(/^_?(?:parent|root|_|obj|source|__)$/) !== null) return { kind: 'input', safe: 0 };
  }
  return { kind: 'free', isText: type === 'string' };
}

const isNumberLike = (parameter: ts.ParameterDeclaration): boolean => parameter.type !== undefined && NUMBER_LIKE.test(parameter.type.getText());

/** What a parameter of a callback gets from whom it is given to: messages of sockets, queues, uploads, archives. */
export function givenToCallback(callee: { readonly origin: string; readonly method: string; readonly receiverName: string }, firstArgument: string, index: number): number | 'clean' | undefined {
  const { method, receiverName } = callee;
  if (method === 'on' || method === 'once' || method === 'addEventListener' || method === 'addListener') {
    if (/^(?:ws|socket|wss|io|sock|client|conn|connection|websocket|webSocket|nsp)$/i.test(receiverName)) return index === 0 && !/^(?:error|close|disconnect|connect|connection|open|end|drain|ready)$/.test(firstArgument) ? 0 : undefined;
    if (/^(?:window|self|globalThis|)$/.test(receiverName) && method === 'addEventListener' && firstArgument === 'message') return index === 0 ? 0 : undefined;
    if (/^(?:entry|file|header)$/.test(firstArgument) && index === 0) return 0;
    if (/^(?:req|request|_req)$/.test(receiverName) && firstArgument === 'data') return index === 0 ? IS_TEXT : undefined;
    if (/^(?:busboy|bb|form)$/.test(receiverName) && index > 0) return IS_TEXT;
  }
  if (method === 'consume' && index === 0) return 0;
  if (method === 'eachMessage' && index === 0) return 0;
  return undefined;
}
