import { Agent, request as httpRequest } from 'node:http';
import type { ClientRequest } from 'node:http';
import type { LoadCounter } from './load-statistics.ts';
import type { PlannedRequest } from './planned-request.ts';

const ANSWER_WITHIN_MS = 60_000;
/** Beyond this many open requests the target has stopped answering; more would only exhaust this machine's sockets. */
const MOST_OPEN = 2000;

export interface Sender {
  send: (request: PlannedRequest) => void;
  /** Gives up on what is still open. */
  close: () => void;
}

/** Sends requests to a base address without waiting for answers, over connections that stay open, and counts what comes back. */
export function createSender(base: URL, counter: LoadCounter): Sender {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
  const prefix = base.pathname.replace(/\/$/, '');
  const open = new Set<ClientRequest>();

  const attempt = ({ method, path, headers, body }: PlannedRequest, sentAtMs: number, again: boolean): void => {
    const request = httpRequest({
      agent,
      host: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port === '' ? 80 : Number(base.port),
      method,
      path: `${prefix}${path}`,
      headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      timeout: ANSWER_WITHIN_MS,
    });
    let settled = false;
    const settle = (report: () => void): void => {
      if (settled) return;
      settled = true;
      open.delete(request);
      report();
    };
    open.add(request);
    request.on('timeout', () => request.destroy());
    request.on('error', (error: NodeJS.ErrnoException) => {
      settle(() => {
        // The server closed an idle connection while this request was on its way: no request was lost, ask once more.
        if (again && request.reusedSocket && error.code === 'ECONNRESET') attempt({ method, path, headers, ...(body !== undefined && { body }) }, sentAtMs, false);
        else counter.unanswered();
      });
    });
    request.on('response', (response) => {
      response.on('end', () => { settle(() => { counter.answered(response.statusCode ?? 0, performance.now() - sentAtMs); }); });
      response.on('close', () => { settle(() => { counter.unanswered(); }); });
      response.on('error', () => { settle(() => { counter.unanswered(); }); });
      response.resume();
    });
    request.end(body);
  };

  return {
    send(planned) {
      if (open.size >= MOST_OPEN) {
        counter.skipped();
        return;
      }
      counter.sent();
      attempt(planned, performance.now(), true);
    },
    close() {
      for (const request of open) request.destroy();
      agent.destroy();
    },
  };
}
