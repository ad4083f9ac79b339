import * as z from 'zod';

/** In the service's folder: what the handler was once asked, one JSON object a line. */
export const RECORDED_INPUTS = 'pawl.inputs.jsonl';
/** More are not run: a side has to be done in seconds. */
export const MOST_INPUTS = 200;

/** What a service that the handler calls answered. Without `requestBody`, whatever was sent. */
const Upstream = z.strictObject({
  method: z.string().default('GET').transform((method) => method.toUpperCase()),
  url: z.string().min(1),
  requestBody: z.json().optional(),
  status: z.number().int().min(200).max(599).default(200),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.json().optional(),
});

const Line = z.strictObject({
  name: z.string().optional(),
  /** The event as Lambda hands it over. */
  event: z.json().optional(),
  /** Or a request over HTTP, which becomes an API Gateway event (payload format 2.0). */
  request: z.strictObject({ method: z.string().default('GET'), path: z.string().startsWith('/'), headers: z.record(z.string(), z.string()).default({}), body: z.json().optional() }).optional(),
  upstreams: z.array(Upstream).default([]),
  environment: z.record(z.string(), z.string()).default({}),
}).refine(({ event, request }) => event === undefined || request === undefined, 'has an event and a request; one of them is wanted');

export type Upstream = z.infer<typeof Upstream>;
export type RecordedInput = { readonly name: string; readonly event: unknown; readonly upstreams: readonly Upstream[] };
/** `upstreams` of every input, after its own; `environment` is set before the handler is loaded. */
export type Recorded = { readonly inputs: readonly RecordedInput[]; readonly upstreams: readonly Upstream[]; readonly environment: Readonly<Record<string, string>> };

/** Reads recorded inputs: a line without event and request holds what is common to all. Every problem is told with its line. */
export function readRecordedInputs(text: string): { readonly ok: true; readonly recorded: Recorded } | { readonly ok: false; readonly problems: readonly { readonly line: number; readonly message: string }[] } {
  const problems: { line: number; message: string }[] = [];
  const lines = text.split('\n').flatMap((raw, index): z.infer<typeof Line>[] => {
    if (raw.trim() === '') return [];
    const parsed = parse(raw);
    if (parsed.success) return [parsed.data];
    problems.push(...parsed.error.issues.map(({ path, message }) => ({ line: index + 1, message: `${path.map(String).join('.') || 'the whole'}: ${message}` })));
    return [];
  });
  if (problems.length > 0) return { ok: false, problems };
  const common = lines.filter(({ event, request }) => event === undefined && request === undefined);
  const inputs = lines.filter((line) => !common.includes(line)).slice(0, MOST_INPUTS).map(({ name, event, request, upstreams }, index): RecordedInput => ({
    name: name ?? (request === undefined ? `input ${index + 1}` : `${request.method} ${request.path}`), event: request === undefined ? event : gatewayEvent(request), upstreams,
  }));
  return { ok: true, recorded: { inputs, upstreams: common.flatMap(({ upstreams }) => upstreams), environment: Object.assign({}, ...lines.map(({ environment }) => environment)) } };
}

function parse(raw: string): ReturnType<typeof Line.safeParse> {
  try {
    return Line.safeParse(JSON.parse(raw));
  } catch (error) {
    return { success: false, error: new z.ZodError([{ code: 'custom', path: [], input: raw, message: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` }]) as z.ZodError<z.infer<typeof Line>> };
  }
}

function gatewayEvent({ method, path, headers, body }: NonNullable<z.infer<typeof Line>['request']>): unknown {
  const [rawPath = '/', rawQueryString = ''] = path.split('?', 2);
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const parameters = [...new URLSearchParams(rawQueryString)].reduce<Record<string, string>>((all, [name, value]) => ({ ...all, [name]: Object.hasOwn(all, name) ? `${all[name] ?? ''},${value}` : value }), {});
  return {
    version: '2.0', routeKey: '$default', rawPath, rawQueryString, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    ...(rawQueryString === '' ? {} : { queryStringParameters: parameters }),
    requestContext: { accountId: '123456789012', apiId: 'recorded', domainName: 'recorded', http: { method: method.toUpperCase(), path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'recorded' }, requestId: 'recorded', routeKey: '$default', stage: '$default', time: '01/Jan/2026:00:00:00 +0000', timeEpoch: 1_767_225_600_000 },
    ...(text === undefined ? {} : { body: text }), isBase64Encoded: false,
  };
}
