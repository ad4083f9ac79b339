import type { InvokeAnswer } from './invoke-outcome.ts';

export type GatewayResponse = { readonly status: number; readonly headers: Readonly<Record<string, string | string[]>>; readonly body: Buffer | string };

/** Failures as the front door shows them: the handler's error 502, a time-out 504. */
const FAILURE_STATUS = { handled: 502, unhandled: 502, timeout: 504 } as const;

/**
 * The HTTP response of an invocation, by the rules of payload format 2.0:
 * an object with `statusCode` is taken as it says, anything else is the body of a 200 in JSON.
 */
export function gatewayResponse(answer: InvokeAnswer): GatewayResponse {
  if (answer.kind === 'error') return json(FAILURE_STATUS[answer.cause], answer.error);
  const { result } = answer;
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: typeof result === 'string' ? result : JSON.stringify(result) };
  }
  const status = Number(result.statusCode);
  const body = 'body' in result ? result.body : undefined;
  const malformed = !Number.isInteger(status) || status < 100 || status > 599 || (body !== undefined && body !== null && typeof body !== 'string');
  if (malformed) return json(500, { message: 'Internal Server Error' });
  const headers: Record<string, string | string[]> = { 'content-type': 'text/plain;charset=UTF-8' };
  if ('headers' in result && typeof result.headers === 'object' && result.headers !== null) {
    for (const [name, value] of Object.entries(result.headers)) headers[name.toLowerCase()] = String(value);
  }
  if ('cookies' in result && Array.isArray(result.cookies)) headers['set-cookie'] = result.cookies.map(String);
  // The host counts the bytes itself; a wrong length would leave the client waiting.
  delete headers['content-length'];
  const text = typeof body === 'string' ? body : '';
  return { status, headers, body: 'isBase64Encoded' in result && result.isBase64Encoded === true ? Buffer.from(text, 'base64') : text };
}

const json = (status: number, body: unknown): GatewayResponse => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
