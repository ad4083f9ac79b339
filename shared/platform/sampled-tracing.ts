import type middy from '@middy/core';
import type { Environment } from './environment.ts';

type Middleware = middy.MiddlewareObj<unknown, unknown>;

/**
 * Traces the handler where X-Ray takes a sample. Lambda says so before each invocation, in `_X_AMZN_TRACE_ID`; of one that is not sampled
 * nothing is kept. So the tracer and X-Ray's SDK, a third of a function's code, are loaded with the first sample and not at the start.
 */
export const sampledTracing = (serviceName: string, environment: Environment): Middleware => {
  let loading: Promise<Middleware> | undefined;
  const traced = new WeakSet<object>();
  const load = async (): Promise<Middleware> => {
    const [{ Tracer }, { captureLambdaHandler }] = await Promise.all([import('@aws-lambda-powertools/tracer'), import('@aws-lambda-powertools/tracer/middleware')]);
    return captureLambdaHandler(new Tracer({ serviceName }));
  };
  const isSampled = (): boolean => /(^|;)\s*Sampled=1(;|$)/.test(environment['_X_AMZN_TRACE_ID'] ?? '');

  return {
    before: async (request) => {
      if (!isSampled()) return;
      loading ??= load();
      const tracing = await loading;
      traced.add(request);
      await tracing.before?.(request);
    },
    after: async (request) => {
      if (traced.has(request)) await (await loading)?.after?.(request);
    },
    onError: async (request) => {
      if (traced.has(request)) await (await loading)?.onError?.(request);
    },
  };
};
