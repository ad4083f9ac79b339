import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';

const PATH = '/2018-06-01/runtime/invocation/';

export type RuntimeApi = AsyncDisposable & {
  readonly address: string;
  /** Gives an event to the function, and what was answered first: as Lambda, whoever asked. */
  invoke(event: string): Promise<string>;
  /** Starts a program as the function: it finds this API by its environment. */
  start(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess;
};

/** The HTTP interface that Lambda gives a runtime to take events and answer them, for one event at a time. It believes everybody, as Lambda does. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  let waiting: ServerResponse[] = [];
  let pending: { readonly id: string; readonly event: string; readonly answer: (text: string) => void; given: boolean } | undefined;
  let invocations = 0;
  const children: ChildProcess[] = [];
  const give = () => {
    const [runtime, ...others] = waiting;
    if (pending === undefined || pending.given || runtime === undefined) return;
    waiting = others;
    pending.given = true;
    runtime.setHeader('Lambda-Runtime-Aws-Request-Id', pending.id).end(pending.event);
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === `${PATH}next`) {
      waiting.push(response);
      give();
      return;
    }
    let text = '';
    request.on('data', (chunk: Buffer) => { text += chunk.toString('utf8'); }).on('end', () => {
      const isKnown = pending !== undefined && path.startsWith(`${PATH}${pending.id}/`);
      response.writeHead(isKnown ? 202 : 400).end();
      if (isKnown) pending?.answer(text);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const bound = server.address();
  const address = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  return {
    address,
    invoke: (event) => new Promise((resolve) => {
      invocations += 1;
      pending = { id: `request-${invocations}`, event, answer: resolve, given: false };
      give();
    }),
    start(program, args, environment) {
      const child = spawn(program, args, { env: { ...environment, AWS_LAMBDA_RUNTIME_API: address }, stdio: ['ignore', 'inherit', 'inherit'] });
      children.push(child);
      return child;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL');
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
