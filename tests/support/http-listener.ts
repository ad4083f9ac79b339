import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HttpListener = AsyncDisposable & { readonly url: string; readonly bodies: readonly string[] };

/** Keeps the body of each request to a free port of this machine. `answer` says with which status; a status of 0 ends the connection without one. */
export async function listenHttp(answer: (body: string) => number | Promise<number> = () => 200): Promise<HttpListener> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      bodies.push(body);
      const status = await answer(body);
      if (status === 0) request.socket.destroy();
      else response.writeHead(status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    bodies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
