import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LossyProxy = AsyncDisposable & {
  readonly endpoint: string;
  /** How many answers it has lost. */
  readonly lost: number;
  /** From now on, the answer to the next call whose `x-amz-target` matches never arrives: the connection ends once the call has been done. */
  loseNextAnswer(target: RegExp): void;
};

/** Stands before a service and hands calls on; a call whose answer is lost has had its effect. */
export async function startLossyProxy(service: string): Promise<LossyProxy> {
  let losing: RegExp | undefined;
  let lost = 0;
  const handOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' && !/^(host|connection|content-length)$/.test(name) ? [[name, value]] : [])));
    const answer = await fetch(new URL(request.url ?? '/', service), { method: request.method ?? 'POST', headers, body: Buffer.concat(chunks) });
    const body = Buffer.from(await answer.arrayBuffer());
    if (losing?.test(String(request.headers['x-amz-target']))) {
      losing = undefined;
      lost += 1;
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
  };
  const server = createServer((request, response) => void handOn(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get lost() {
      return lost;
    },
    loseNextAnswer: (target) => {
      losing = target;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
