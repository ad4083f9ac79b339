import * as z from 'zod';

const text = z.string().nullish();

/** What a REST API of API Gateway sends to a function (proxy integration), as far as it is read. */
export const GatewayEvent = z.object({
  /** The route that the gateway chose, like `/iam/{proxy+}`: what it checked depends on it, whatever the path looks like. */
  resource: z.string(),
  httpMethod: z.string(),
  pathParameters: z.object({ proxy: z.string().optional() }).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).nullish(),
  multiValueQueryStringParameters: z.record(z.string(), z.array(z.string())).nullish(),
  body: text,
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    requestId: z.string(),
    domainName: z.string().optional(),
    identity: z.object({ sourceIp: z.string().default(''), userArn: text, accountId: text }),
  }),
});
export type GatewayEvent = z.infer<typeof GatewayEvent>;

/** Stands in the address where the gateway names none. */
const NO_DOMAIN = 'gateway.invalid';

/**
 * The request that came to the gateway, below the route that it chose: `/iam/v1/status` under `/iam/{proxy+}` is `/v1/status`, as it is without. The stage
 * and a custom domain's base path are not part of it. Throws a `TypeError` for what is no HTTP request.
 */
export const requestOf = (event: GatewayEvent, signal?: AbortSignal): Request => {
  const path = (event.pathParameters?.proxy ?? '').split('/').map(encodedOnce).join('/');
  const query = Object.entries(event.multiValueQueryStringParameters ?? {}).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  const headers = new Headers();
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? {})) for (const value of values) headers.append(name, inLatin1(value));
  const hasBody = event.httpMethod !== 'GET' && event.httpMethod !== 'HEAD' && typeof event.body === 'string' && event.body !== '';
  const body = hasBody ? Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8') : undefined;
  if (body) headers.set('content-length', String(body.length));
  return new Request(`https://${event.requestContext.domainName ?? NO_DOMAIN}/${path}${query.length === 0 ? '' : `?${String(new URLSearchParams(query))}`}`, {
    method: event.httpMethod, headers, ...(body ? { body } : {}), ...(signal ? { signal } : {}),
  });
};

/** A part of a path in percent-encoding, whether it came so or not. */
const encodedOnce = (part: string): string => {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return encodeURIComponent(part);
  }
};

/** The gateway hands on headers as text; `Headers` takes bytes. */
const inLatin1 = (value: string): string => Buffer.from(value).toString('latin1');
