import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { codeOf } from '../coded-error.ts';
import { loggerHost } from '../logger-host.ts';
import type { Ground } from '../phase-handler.ts';
import { powertoolsMetrics } from '../powertools-metrics.ts';
import { compressed } from './compressed.ts';
import { GatewayEvent } from './gateway-event.ts';
import { lambdaStreams, type LambdaStreams } from './lambda-streams.ts';

/** Answers what came to the gateway. The signal is aborted when nobody listens any more. */
export type Respond = (event: GatewayEvent, signal: AbortSignal) => Promise<Response>;

export type GatewayDoor = {
  /** The function's name in logs, like `api`. */
  readonly name: string;
  /** Makes what answers: once an execution environment, and again after it failed. */
  readonly open: (ground: Ground) => Promise<Respond>;
};

/** An answer whose body is whole, as a proxy integration without streaming takes it. */
export type WholeAnswer = { readonly statusCode: number; readonly multiValueHeaders: Readonly<Record<string, string[]>>; readonly body: string; readonly isBase64Encoded: boolean };

/**
 * A Lambda function behind an API Gateway REST API out of what answers web requests. On Lambda the answer is written as it comes, so that progress can be
 * followed live; where the runtime cannot (an emulator), it is handed over whole. What nobody expected is logged with its code and answered by a problem
 * that names the request and nothing else.
 */
export const gatewayHandler = (door: GatewayDoor, streams: LambdaStreams | undefined = lambdaStreams()) => {
  const logger = new Logger({ serviceName: door.name });
  const metrics = new Metrics({ namespace: 'Pawl' });
  const ground: Ground = { environment: process.env, host: loggerHost(logger), metrics: powertoolsMetrics(metrics) };
  let made: Promise<Respond> | undefined;
  const opened = (): Promise<Respond> => {
    made ??= Promise.resolve().then(() => door.open(ground)).catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };

  const respond = async (event: unknown, context: Context, signal: AbortSignal): Promise<Response> => {
    logger.addContext(context);
    const parsed = GatewayEvent.safeParse(event);
    if (!parsed.success) {
      logger.error('This is no request of an API Gateway REST API.', { code: 'PAWL-INPUT-INVALID', issues: parsed.error.issues });
      return problem(400, 'This is no request of an API Gateway REST API.', context.awsRequestId);
    }
    try {
      const answer = await (await opened())(parsed.data, signal);
      return streams === undefined ? answer : await compressed(answer, acceptEncodingOf(parsed.data));
    } catch (error) {
      logger.error(error instanceof Error ? error.message : String(error), { code: codeOf(error), error: error instanceof Error ? error : String(error) });
      return problem(500, 'Something went wrong that nobody expected. The log of the function api tells what, under this instance.', context.awsRequestId);
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  };

  if (streams === undefined) return async (event: unknown, context: Context): Promise<WholeAnswer> => wholeAnswer(await respond(event, context, AbortSignal.timeout(context.getRemainingTimeInMillis())));
  return streams.streamifyResponse(async (event, stream, context) => {
    const gone = new AbortController();
    stream.once('close', () => gone.abort());
    const answer = await respond(event, context, gone.signal);
    try {
      await written(answer, streams.HttpResponseStream.from(stream, { statusCode: answer.status, headers: headersOf(answer), cookies: answer.headers.getSetCookie() }), gone.signal);
    } catch (error) {
      // The status is out already: nothing can be said to the caller any more than that the answer ends here.
      if (!gone.signal.aborted) logger.warn('An answer broke off.', { code: 'PAWL-API-010', error: error instanceof Error ? error : String(error) });
    } finally {
      gone.abort();
    }
  });
};

const problem = (status: number, detail: string, instance: string): Response =>
  Response.json({ type: 'about:blank', title: status === 400 ? 'Bad Request' : 'Internal Server Error', status, detail, instance, code: status === 400 ? 'malformed' : 'failed' }, {
    status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });

const acceptEncodingOf = ({ multiValueHeaders }: GatewayEvent): string =>
  Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) => (name.toLowerCase() === 'accept-encoding' ? values : [])).join(',');

const headersOf = ({ headers }: Response): Record<string, string> => Object.fromEntries([...headers].filter(([name]) => name !== 'set-cookie'));

/** Writes the body as it comes, no faster than it is taken. */
const written = async (answer: Response, stream: Writable, gone: AbortSignal): Promise<void> => {
  // Without a first write the runtime would send neither status nor headers.
  stream.write('');
  if (answer.body !== null) {
    const reader = answer.body.getReader();
    gone.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (!stream.write(part.value)) await drained(stream, gone);
    }
  }
  stream.end();
};

/** Until there is room again, or nobody to write for. Whichever comes first, nothing is left waiting on the stream for the other. */
const drained = async (stream: Writable, gone: AbortSignal): Promise<void> => {
  const settled = new AbortController();
  const signal = AbortSignal.any([gone, settled.signal]);
  try {
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } finally {
    settled.abort();
  }
};

const TEXT = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|javascript|xml)\b)/;

const wholeAnswer = async (answer: Response): Promise<WholeAnswer> => {
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isText = TEXT.test(answer.headers.get('content-type') ?? 'text/plain') && !answer.headers.has('content-encoding');
  const multiValueHeaders: Record<string, string[]> = {};
  for (const [name, value] of answer.headers) (multiValueHeaders[name] ??= []).push(value);
  return { statusCode: answer.status, multiValueHeaders, body: bytes.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
};
