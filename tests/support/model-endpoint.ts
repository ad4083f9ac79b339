import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `chat`: OpenAI's Chat Completions; `converse`: Bedrock's. */
export type Wire = 'chat' | 'converse';

/** How an endpoint answers one request, in good and in bad. */
export type Reply =
  | { readonly says: string; readonly stop?: string; readonly usage?: unknown }
  | { readonly fails: number; readonly message: string; readonly type?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  /** `hang`: never a byte; `half`: headers and half of an answer, then nothing; `drip`: an answer that goes on for ever, a byte at a time; `cut`: half, then the connection ends; `reset`: it ends at once; `flood`: without end, as fast as it goes. */
  | 'hang' | 'half' | 'drip' | 'cut' | 'reset' | 'flood';

export type Asked = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: Record<string, unknown> };

export type ModelEndpoint = AsyncDisposable & {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** What the next requests get, in turn; the last one for good. */
  readonly replies: (...replies: readonly Reply[]) => void;
};

const USAGE = { chat: { prompt_tokens: 20, completion_tokens: 3, total_tokens: 23 }, converse: { inputTokens: 20, outputTokens: 3, totalTokens: 23 } };
const END = { chat: 'stop', converse: 'end_turn' };

/** What a whole answer looks like on the wire. A `usage` of null leaves it out. */
export const answerOnWire = (wire: Wire, text: string, stop = END[wire], usage: unknown = USAGE[wire]): string => {
  const told = usage === null ? {} : { usage };
  if (wire === 'chat') return JSON.stringify({ id: 'c', object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: stop }], ...told });
  return JSON.stringify({ output: { message: { role: 'assistant', content: [{ text }] } }, stopReason: stop, metrics: { latencyMs: 1 }, ...told });
};

const failureOnWire = (wire: Wire, message: string, type: string): string => JSON.stringify(wire === 'chat' ? { error: { message, type, code: null } } : { message });

/** A real HTTP server on this machine that answers as a model's endpoint does, and misbehaves as told. */
export const startModelEndpoint = async (wire: Wire): Promise<ModelEndpoint> => {
  const asked: Asked[] = [];
  let script: readonly Reply[] = [{ says: 'So be it.' }];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push({ path: decodeURIComponent(request.url ?? ''), headers: request.headers, body: JSON.parse(body) as Record<string, unknown> });
      const [reply = 'hang', ...rest] = script;
      if (rest.length > 0) script = rest;
      give(wire, response, reply);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    replies: (...replies) => {
      script = replies;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const JSON_TYPE = { 'content-type': 'application/json' };

const give = (wire: Wire, response: ServerResponse, reply: Reply): void => {
  if (reply === 'hang') return;
  if (typeof reply === 'string') return breakOff(wire, response, reply);
  if ('says' in reply) response.writeHead(200, JSON_TYPE).end(answerOnWire(wire, reply.says, reply.stop, reply.usage));
  else if ('fails' in reply) response.writeHead(reply.fails, { ...JSON_TYPE, ...(reply.type === undefined ? {} : { 'x-amzn-errortype': reply.type }), ...reply.headers }).end(failureOnWire(wire, reply.message, reply.type ?? 'error'));
  else response.writeHead(reply.status ?? 200, { ...JSON_TYPE, ...reply.headers }).end(reply.body);
};

const breakOff = (wire: Wire, response: ServerResponse, how: 'half' | 'drip' | 'cut' | 'reset' | 'flood'): void => {
  if (how === 'reset') return void response.socket?.resetAndDestroy();
  const answer = answerOnWire(wire, 'So be it.');
  response.writeHead(200, JSON_TYPE).write(answer.slice(0, answer.length / 2));
  if (how === 'cut') setTimeout(() => response.destroy(), 10);
  if (how === 'drip') {
    const timer = setInterval(() => response.write(' '), 5);
    response.on('close', () => clearInterval(timer));
  }
  if (how === 'flood') {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  }
};
