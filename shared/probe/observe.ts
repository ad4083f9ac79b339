import { attempt } from './attempt.ts';
import { Invocation, type InvocationEnd } from './invocation.ts';
import { invocationFacts } from './invocation-facts.ts';
import { recordLine } from './record-line.ts';
import { state } from './scope.ts';
import { appRoot, type AppRoot } from './stack-frames.ts';
import { watchFetch } from './watch-fetch.ts';
import { watchHttp } from './watch-http.ts';
import { watchUndici } from './watch-undici.ts';
import { writeLine } from './write-line.ts';

export type ObserveOptions = { readonly salt?: string; readonly sample?: number };

/** Begins and ends invocations; neither ever throws, since watching must not stand in the way of what is watched. */
export type Observer = {
  begin(event: unknown, context: unknown): Invocation | undefined;
  end(invocation: Invocation | undefined, end: InvocationEnd): void;
};

export const inLambda = (): boolean => process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined;

const emit = (record: object): void => writeLine(recordLine(record));

/** What the wrapper and the middleware have in common. Starts watching the clients of this process, once. */
export function observer(options: ObserveOptions): Observer {
  const root = codeRoot();
  const salt = options.salt ?? process.env['PAWL_PROBE_SALT'] ?? process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  const sample = shareOf(options.sample) ?? shareOf(Number(process.env['PAWL_PROBE_SAMPLE'])) ?? 1;
  state.initMs ??= performance.now();
  if (!state.watching) {
    state.watching = true;
    for (const watch of [watchFetch, watchHttp, watchUndici]) attempt(() => watch(root));
  }
  return {
    begin: (event, context) =>
      attempt(() => {
        const facts = invocationFacts(event, context, { salt, sample, cold: state.invocations === 0, initMs: state.initMs ?? 0 });
        // Wrapped twice, as by a middleware within a wrapper: one request is one record.
        const around = state.scopes.getStore()?.invocation;
        if (around && !around.ended && around.requestId !== '' && around.requestId === facts.requestId) return undefined;
        state.invocations += 1;
        const invocation = new Invocation(state.invocations, facts, state.memory, emit);
        // Where requests come one at a time, those before are over, also one that never answered.
        if (process.env['AWS_LAMBDA_MAX_CONCURRENCY'] === undefined) state.running.clear();
        state.running.add(invocation);
        return invocation;
      }),
    end: (invocation, end) => {
      if (!invocation) return;
      state.running.delete(invocation);
      attempt(() => invocation.end(end, root));
    },
  };
}

const roots = new Map<string, AppRoot>();

/** The folder of the function's code. */
export function codeRoot(): AppRoot {
  const folder = process.env['LAMBDA_TASK_ROOT'] ?? process.cwd();
  let root = roots.get(folder);
  if (!root) roots.set(folder, (root = appRoot(folder)));
  return root;
}

const shareOf = (value: number | undefined): number | undefined => (value !== undefined && value >= 0 && value <= 1 ? value : undefined);

/** How an answer ended: by its `statusCode`, where it has one. */
export function endOf(result: unknown, told?: number): InvocationEnd {
  const status = told ?? attempt(() => (typeof result === 'object' && result !== null && 'statusCode' in result ? result.statusCode : undefined));
  if (typeof status !== 'number' || !Number.isInteger(status)) return { outcome: 'ok' };
  return { outcome: status >= 500 ? 'fault' : 'ok', status };
}

export const failure = (value: unknown): InvocationEnd => ({ outcome: 'error', thrown: { value } });
