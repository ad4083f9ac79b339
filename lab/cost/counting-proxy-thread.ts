/** The thread of `counting-proxy.ts`: forwards to the emulator and keeps what it saw, away from the processor time that is being measured. */
import { createServer, request as forward } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { serviceOf, type WireRequest } from './requests.ts';

const upstream = new URL((workerData as { endpoint: string }).endpoint);
let seen: WireRequest[] = [];

const server = createServer((incoming, outgoing) => {
  const sent: Buffer[] = [];
  const upward = forward({ host: upstream.hostname, port: upstream.port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
    const received: Buffer[] = [];
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.on('data', (chunk: Buffer) => {
      received.push(chunk);
      outgoing.write(chunk);
    });
    answer.on('end', () => {
      // Kept before the caller hears of the end, so that nothing is missing when it asks.
      seen.push({
        method: incoming.method ?? 'GET', path: incoming.url ?? '/', service: serviceOf(incoming.headers.authorization ?? ''), operation: String(incoming.headers['x-amz-target'] ?? '').split('.')[1],
        body: Buffer.concat(sent).toString('utf8'), answer: Buffer.concat(received).toString('utf8'), status: answer.statusCode ?? 502,
      });
      outgoing.end();
    });
  });
  upward.on('error', () => outgoing.destroy());
  incoming.on('data', (chunk: Buffer) => sent.push(chunk));
  incoming.pipe(upward);
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
parentPort?.on('message', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ seen });
  seen = [];
});
