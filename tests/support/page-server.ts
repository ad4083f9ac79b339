import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative } from 'node:path';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** As strict as the page is served: nothing inline, nothing from elsewhere. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Query = Readonly<Record<string, string>>;
export type Answers = Readonly<Record<string, (query: Query) => unknown>>;

export type PageServer = {
  readonly origin: string;
  /** What was sent to acting rows, in order. */
  readonly acts: readonly { readonly name: string; readonly body: unknown }[];
  /** Tells every open page that something changed. */
  readonly tell: (event: { readonly type: string; readonly improvementId?: string; readonly targetId?: string }) => void;
  readonly close: () => Promise<void>;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** Serves the built page with its policy, and answers reading rows from functions: for looking at states of the page that a real service takes days to reach. */
export const servePage = async (folder: string, answers: Answers, port = 0): Promise<PageServer> => {
  // All of it at once: what is built anew meanwhile has other names.
  const files = new Map(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).map((file) => [`/${relative(folder, file)}`, readFileSync(file)]));
  const acts: { name: string; body: unknown }[] = [];
  const listening = new Set<ServerResponse>();
  let told = 0;
  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(body));
  };
  const tell: PageServer['tell'] = (event) => {
    told += 1;
    for (const response of listening) response.write(`id: ${told}\ndata: ${JSON.stringify({ id: String(told), at: 0, text: '', data: null, ...event })}\n\n`);
  };
  const answer = async (name: string, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (name === 'events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': here\n\n');
      listening.add(response);
      request.on('close', () => listening.delete(response));
    } else if (request.method === 'POST') {
      acts.push({ name, body: JSON.parse(await textOf(request)) });
      json(response, 200, {});
    } else if (answers[name]) json(response, 200, answers[name](Object.fromEntries(url.searchParams)));
    else json(response, 404, { title: 'Not found', detail: 'There is no such thing.' });
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://page');
    if (url.pathname.startsWith('/v1/')) {
      void answer(url.pathname.slice(4), url, request, response);
      return;
    }
    const path = url.pathname === '/' ? '/index.html' : url.pathname;
    const file = files.get(path);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain', 'content-security-policy': POLICY }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acts,
    tell,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
