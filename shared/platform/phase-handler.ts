import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import withMiddleware from '@middy/core';
import type * as z from 'zod';
import type { Host } from '../ports/host.ts';
import type { Metrics as MetricsPort } from '../ports/metrics.ts';
import { CodedError, codeOf } from './coded-error.ts';
import type { Environment } from './environment.ts';
import { loggerHost } from './logger-host.ts';
import { powertoolsMetrics } from './powertools-metrics.ts';
import { sampledTracing } from './sampled-tracing.ts';

/** What a function is given to stand on: its environment, a way to speak, a way to count. */
export type Ground = { readonly environment: Environment; readonly host: Host; readonly metrics: MetricsPort };

export type Phase<Input, Dependencies, Result> = {
  /** The function's name in logs and traces, like `analyze`. */
  readonly name: string;
  /** What the event must look like. Anything else is refused before a dependency is made. */
  readonly input: z.ZodType<Input>;
  readonly run: (input: Input, dependencies: Dependencies) => Promise<Result>;
  /** Makes the adapters: once an execution environment, and again after it failed. */
  readonly dependencies: (ground: Ground) => Dependencies | Promise<Dependencies>;
};

/**
 * A Lambda function out of a phase: input parsed at the border, logs with the invocation's context, traces, metrics, and errors that are
 * logged with their code and handed on under it (`PAWL-AWS-DENIED: lambda:UpdateAlias on …`), so that a state machine's record names it too.
 */
export const phaseHandler = <Input, Dependencies, Result>({ name, input, run, dependencies }: Phase<Input, Dependencies, Result>) => {
  const logger = new Logger({ serviceName: name });
  // One service for all functions of a stage (`POWERTOOLS_SERVICE_NAME`): several of them count the same thing.
  const metrics = new Metrics({ namespace: 'Pawl' });
  const ground: Ground = { environment: process.env, host: loggerHost(logger), metrics: powertoolsMetrics(metrics) };
  let made: Promise<Dependencies> | undefined;
  const make = (): Promise<Dependencies> => {
    made ??= Promise.resolve().then(() => dependencies(ground)).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };

  const handle = async (event: unknown): Promise<Result> => {
    try {
      return await run(parse(name, input, event), await make());
    } catch (error) {
      const code = codeOf(error);
      const message = error instanceof Error ? error.message : String(error);
      logger.error(message, { code, error: error instanceof Error ? error : String(error) });
      const told = new CodedError(code, `${code}: ${message}`, { cause: error });
      told.name = code;
      throw told;
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  };

  return withMiddleware<unknown, Result>()
    .use(injectLambdaContext(logger))
    .use(sampledTracing(name, process.env))
    .handler(handle);
};

const parse = <Input>(name: string, schema: z.ZodType<Input>, event: unknown): Input => {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new CodedError('PAWL-INPUT-INVALID', `${name} was called with an event that it cannot read: ${parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`).join('; ')}.`);
};
