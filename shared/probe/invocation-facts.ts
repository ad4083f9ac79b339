import { attempt } from './attempt.ts';
import { callerOf, fieldAt, routeOf } from './event-facts.ts';
import { inputBytes, inputItems } from './input-size.ts';
import { qualifierOf } from './invoked-qualifier.ts';
import { textHash } from './text-hash.ts';

const LONGEST = 200;
const HASHES = 2 ** 53;

/** What is known of an invocation before it runs. Times are milliseconds of `performance.now()`. */
export type InvocationFacts = {
  readonly requestId: string;
  readonly version: string;
  readonly environment: string;
  readonly qualifier: string | undefined;
  readonly cold: boolean;
  readonly route: string | undefined;
  readonly caller: string | undefined;
  readonly inputBytes: number;
  readonly inputItems: number | undefined;
  /** From the start of the process until the handler was wrapped; of the first invocation only. */
  readonly initMs: number | undefined;
  /** When Lambda will end it; infinite where the context does not say. */
  readonly deadlineMs: number;
  /** Whether its calls are looked at. */
  readonly detailed: boolean;
};

/** How facts are found: `salt` goes into the hash of the caller, `sample` is the share of invocations whose calls are looked at. */
export type FactsSettings = { readonly salt: string; readonly sample: number; readonly cold: boolean; readonly initMs: number };

/** Each fact is found by itself, so that an event with a getter that throws costs that one fact only. */
export function invocationFacts(event: unknown, context: unknown, { salt, sample, cold, initMs }: FactsSettings): InvocationFacts {
  const field = (name: string): string | undefined => {
    const value = attempt(() => fieldAt(context, name));
    return typeof value === 'string' ? value.slice(0, LONGEST) : undefined;
  };
  const requestId = field('awsRequestId') ?? '';
  return {
    requestId,
    version: field('functionVersion') ?? process.env['AWS_LAMBDA_FUNCTION_VERSION'] ?? '$LATEST',
    environment: field('logStreamName') ?? process.env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '',
    qualifier: qualifierOf(field('invokedFunctionArn')),
    cold,
    route: attempt(() => routeOf(event)),
    caller: attempt(() => callerOf(event, salt)),
    inputBytes: attempt(() => inputBytes(event)) ?? 0,
    inputItems: attempt(() => inputItems(event)),
    initMs: cold ? initMs : undefined,
    deadlineMs: attempt(() => deadlineOf(context)) ?? Number.POSITIVE_INFINITY,
    // By the id and not by chance: a repeated request is looked at each time or never.
    detailed: sample >= 1 || (sample > 0 && textHash(requestId) < sample * HASHES),
  };
}

/** The method is called on its context: some keep the deadline in it. */
function deadlineOf(context: unknown): number | undefined {
  const remaining = fieldAt(context, 'getRemainingTimeInMillis');
  if (typeof remaining !== 'function') return undefined;
  const leftMs: unknown = Reflect.apply(remaining, context, []);
  return typeof leftMs === 'number' && Number.isFinite(leftMs) ? performance.now() + leftMs : undefined;
}
