import { createServer, request as send, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isAllowed, type Statement } from './iam-decision.ts';
import { permissionsAskedBy, type Asked, type AwsRequest } from './iam-request.ts';

/** One call that came through the door. */
export type Call = Asked & { readonly caller: string; readonly allowed: boolean };

/** What goes wrong: for the calls that it names, `times` of them (all where nothing is said). */
export type Fault = { readonly action: string; readonly caller?: string; readonly with: 'denied' | 'throttled' | 'invalid'; readonly times?: number };

export type AccountDoor = AsyncDisposable & {
  /** The endpoint of one caller: what comes in there is done in its name. */
  endpointOf(caller: string): Promise<string>;
  readonly calls: readonly Call[];
  /** Until it is disposed of, the account behaves so. `met`: how many calls it hit. */
  fault(fault: Fault): Disposable & { readonly met: number };
};

/**
 * Stands before an emulator and does what it does not: each caller may do what its role allows and nothing else, in the words of the service
 * that was asked. Notes every call; and denies or throttles on top of that what a test says.
 */
export const openAccountDoor = ({ emulator, source, statementsOf }: { emulator: string; source: string; statementsOf: (caller: string) => readonly Statement[] }): AccountDoor => {
  const calls: Call[] = [];
  const faults = new Set<Fault & { met: number }>();
  const servers = new Map<string, Promise<Server>>();

  const faultOn = (caller: string, asked: readonly Asked[]): Fault['with'] | undefined => {
    const hit = [...faults].find((fault) => (fault.caller ?? caller) === caller && asked.some(({ action }) => action === fault.action) && fault.met < (fault.times ?? Infinity));
    if (hit) hit.met += 1;
    return hit?.with;
  };

  const serve = async (caller: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const asking: AwsRequest = { method: incoming.method ?? 'GET', url: incoming.url ?? '/', headers: incoming.headers, body: Buffer.concat(chunks) };
    const asked = permissionsAskedBy(asking);
    const statements = statementsOf(caller);
    const noted = asked.map((each): Call => ({ ...each, caller, allowed: isAllowed(statements, each) }));
    calls.push(...noted);
    const refused = noted.find(({ allowed }) => !allowed);
    const wrong = faultOn(caller, asked) ?? (refused && 'denied');
    if (wrong) return answerWith(response, asking, wrong, `${caller} may not ${(refused ?? noted[0])?.action ?? ''} on ${(refused ?? noted[0])?.resource ?? ''}`);
    const upstream = new URL(asking.url, String(incoming.headers['x-amz-target']).startsWith('CodeCommit_') ? source : emulator);
    await new Promise<void>((resolve, reject) => {
      const outgoing = send(upstream, { method: asking.method, headers: { ...incoming.headers, host: upstream.host } }, (answer) => {
        // Whoever may not list is not told that an object is not there.
        const isHidden = answer.statusCode === 404 && noted.some(({ action, resource }) => action === 's3:GetObject' && !isAllowed(statements, { action: 's3:ListBucket', resource: resource.replace(/\/.*$/, ''), context: {} }));
        if (isHidden) {
          answer.resume();
          noted.forEach((call) => calls.push({ ...call, action: 's3:ListBucket (for an object that is not there)', allowed: false }));
          answerWith(response, asking, 'denied', 'Access Denied');
          return resolve();
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response).on('finish', resolve).on('error', reject);
      });
      outgoing.on('error', reject).end(asking.body);
    });
  };

  const listen = async (caller: string): Promise<Server> => {
    const server = createServer((incoming, response) => void serve(caller, incoming, response).catch(() => response.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };

  return {
    calls,
    async endpointOf(caller) {
      const server = servers.get(caller) ?? listen(caller);
      servers.set(caller, server);
      return `http://127.0.0.1:${((await server).address() as AddressInfo).port}`;
    },
    fault(fault) {
      const held = { ...fault, met: 0 };
      faults.add(held);
      return { get met() { return held.met; }, [Symbol.dispose]: () => void faults.delete(held) };
    },
    async [Symbol.asyncDispose]() {
      for (const opened of servers.values()) {
        const server = await opened;
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
};

const NAMES = {
  denied: { json: 'AccessDeniedException', xml: 'AccessDenied', status: 403 },
  throttled: { json: 'ThrottlingException', xml: 'SlowDown', status: 429 },
  invalid: { json: 'InvalidParameterValueException', xml: 'InvalidRequest', status: 400 },
} as const;

/** The refusal in the protocol of the service that was asked. */
const answerWith = (response: ServerResponse, { headers, url }: AwsRequest, wrong: Fault['with'], message: string): void => {
  const { json, xml, status } = NAMES[wrong];
  if (headers['x-amz-target'] !== undefined || url.startsWith('/2015-03-31/')) {
    const name = wrong === 'throttled' && url.startsWith('/2015-03-31/') ? 'TooManyRequestsException' : json;
    response.writeHead(headers['x-amz-target'] === undefined ? status : 400, { 'content-type': 'application/json', 'x-amzn-errortype': name }).end(JSON.stringify({ __type: name, message, Message: message }));
    return;
  }
  const error = `<Error><Code>${xml}</Code><Message>${message}</Message></Error>`;
  response.writeHead(wrong === 'throttled' ? 503 : status, { 'content-type': 'application/xml' }).end(String(headers['content-type']).startsWith('application/x-www-form-urlencoded') ? `<ErrorResponse>${error}</ErrorResponse>` : error);
};
