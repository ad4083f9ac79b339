import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Caller } from '../../../shared/domain/caller.ts';
import type { McpDoor } from '../api-options.ts';
import { endingStream } from '../ending-stream.ts';
import { createMcpServer, type McpOptions } from './mcp-server.ts';
import { toolNamed } from './tool.ts';

/** A proposed patch is the longest thing that is said. */
const MOST_BODY_BYTES = 1_000_000;
const SESSION = 'mcp-session-id';
const SESSION_ID = /^[\x21-\x7E]{1,100}$/;

/**
 * MCP over streamable HTTP, by web-standard requests: on one machine and on AWS alike. Nothing is kept between requests, so there are no sessions to
 * exhaust, take over or lose: the session's id is only a name that the client repeats, by which it can call off what it waits for. Answers are JSON;
 * a call that asks for progress is answered by a stream of events. Who asks was established before, anew for each request.
 */
export const mcpOverHttp = (options: McpOptions): McpDoor => {
  const waiting = new Map<string, () => Promise<void>>();
  return async (request, caller, takeAct = () => 0) => {
    if (request.method === 'DELETE') return new Response(null, { status: 204 });
    if (request.method !== 'POST') return refusal(405, -32_000, 'Only POST: nothing is sent outside of answers.', { Allow: 'POST, DELETE' });
    const body = await readBody(request);
    if (!body.ok) return body.response;
    const message = body.message;
    if (Array.isArray(message)) return refusal(400, -32_600, 'One message a request: batches are not taken.');
    const seconds = isAct(message, options.rows) ? takeAct() : 0;
    if (seconds > 0) return refusal(429, -32_000, `That is more than you may do at once. Nothing was done: ask again in ${seconds} s.`, { 'Retry-After': String(seconds) });
    const session = sessionOf(request);
    const called = cancelled(message);
    if (called !== undefined) await waiting.get(keyOf(caller, session, called))?.();

    const streams = asksForProgress(message);
    const server = createMcpServer(options, caller, session);
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: !streams });
    await server.connect(transport);
    const response = await transport.handleRequest(withoutBody(request), { parsedBody: message });
    if (isInitialize(message)) response.headers.set(SESSION, crypto.randomUUID());
    if (!streams || response.body === null) return response;

    const key = keyOf(caller, session, idOf(message));
    const end = async (): Promise<void> => {
      waiting.delete(key);
      await server.close();
    };
    if (session !== undefined) waiting.set(key, end);
    request.signal.addEventListener('abort', () => void end(), { once: true });
    return new Response(endingStream(response.body, { ended: end }), { status: response.status, headers: response.headers });
  };
};

const refusal = (status: number, code: number, message: string, headers: Record<string, string> = {}): Response =>
  Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status, headers });

const readBody = async (request: Request): Promise<{ readonly ok: true; readonly message: unknown } | { readonly ok: false; readonly response: Response }> => {
  const tooLarge = { ok: false, response: refusal(413, -32_600, `A message is at most ${MOST_BODY_BYTES} bytes.`) } as const;
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BODY_BYTES) return tooLarge;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BODY_BYTES) return tooLarge;
      chunks.push(chunk);
    }
    return { ok: true, message: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) as unknown };
  } catch {
    return { ok: false, response: refusal(400, -32_700, 'This is not JSON.') };
  }
};

/** The transport looks at method and headers; the body was read. */
const withoutBody = (request: Request): Request => new Request(request.url, { method: request.method, headers: request.headers });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const within = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((found, key) => (isObject(found) ? found[key] : undefined), value);

const isInitialize = (message: unknown): boolean => within(message, 'method') === 'initialize';
const idOf = (message: unknown): string => JSON.stringify(within(message, 'id') ?? null);
const asksForProgress = (message: unknown): boolean => within(message, 'method') === 'tools/call' && within(message, 'params', '_meta', 'progressToken') !== undefined;

/** Also what is no tool of theirs: that it was tried is written down. */
const isAct = (message: unknown, rows: McpOptions['rows']): boolean => within(message, 'method') === 'tools/call' && toolNamed(within(message, 'params', 'name'), rows)?.row.kind === 'act';

const cancelled = (message: unknown): string | undefined =>
  within(message, 'method') === 'notifications/cancelled' ? JSON.stringify(within(message, 'params', 'requestId') ?? null) : undefined;

const sessionOf = (request: Request): string | undefined => {
  const said = request.headers.get(SESSION);
  return said !== null && SESSION_ID.test(said) ? said : undefined;
};

const keyOf = ({ name, tenants }: Caller, session: string | undefined, id: string): string => JSON.stringify([name, tenants, session, id]);
