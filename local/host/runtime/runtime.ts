/**
 * An environment: runs one version of one function, one request at a time, as Lambda's Node runtime does.
 * Bundled to plain JavaScript when the host starts, because stripping types costs a cold start more than everything else here.
 */
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { FROM_HOST_FD, TO_HOST_FD, type FromEnvironment, type ToEnvironment } from './frames.ts';
import { errorLogFields, errorPayload } from './error-payload.ts';
import { captureOutput, consoleLine } from './log-output.ts';

// Taken before the function's code can replace it.
const exit = process.exit.bind(process);
const rss = process.memoryUsage.rss.bind(process.memoryUsage);

/** Retries on a full pipe: what is written here must arrive, and the host reads all the time. */
function sendText(frame: string): void {
  let bytes = Buffer.from(`${frame}\n`);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(TO_HOST_FD, bytes));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) exit(1);
    }
  }
}

const send = (frame: FromEnvironment): void => sendText(JSON.stringify(frame));
const log = (message: string): void => send({ kind: 'log', message });

let peakBytes = 0;
/** The most this process was seen to use. Not the kernel's own peak, which starts at the host's size because of how processes are born. */
const maxMemoryMb = (): number => {
  peakBytes = Math.max(peakBytes, rss());
  return Math.ceil(peakBytes / 1024 / 1024);
};

let requestId: string | undefined;
const endOutput = captureOutput(log, () => requestId);
const logError = (title: string, thrown: unknown): void => {
  log(consoleLine(new Date(), requestId, 'ERROR', [`${title} \t${JSON.stringify(errorLogFields(thrown))}`]));
};

process.on('uncaughtException', (error) => {
  logError('Uncaught Exception', error);
  endOutput();
  exit(129);
});
process.on('unhandledRejection', (reason) => {
  logError('Unhandled Promise Rejection', Object.assign(new Error(errorPayload(reason).errorMessage), { name: 'Runtime.UnhandledPromiseRejection', stack: reason instanceof Error ? reason.stack : undefined }));
  endOutput();
  exit(128);
});

type Handler = (event: unknown, context: object) => unknown;

async function load(): Promise<Handler> {
  const exportName = process.env['_HANDLER']?.split('.')[1] ?? 'handler';
  const module: unknown = await import(pathToFileURL(`${process.env['LAMBDA_TASK_ROOT']}/index.mjs`).href);
  const handler: unknown = Reflect.get(module as object, exportName);
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`index.${exportName} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }
  return (event, context) => Reflect.apply(handler, undefined, [event, context]) as unknown;
}

const contextFor = ({ requestId, functionArn, deadlineMs }: ToEnvironment): object => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
  memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
  logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
  invokedFunctionArn: functionArn,
  awsRequestId: requestId,
  getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
});

async function run(handler: Handler, request: ToEnvironment): Promise<void> {
  requestId = request.requestId;
  process.env['_X_AMZN_TRACE_ID'] = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)};Parent=${requestId.replaceAll('-', '').slice(8, 24)};Sampled=0`;
  let answer: string;
  try {
    const result = await handler(request.event, contextFor(request));
    // Inside the try: a result that is not JSON is the handler's error.
    answer = JSON.stringify({ kind: 'done', requestId, result: result ?? null, maxMemoryMb: maxMemoryMb() } satisfies FromEnvironment);
  } catch (error) {
    logError('Invoke Error', error);
    answer = JSON.stringify({ kind: 'failed', requestId, error: errorPayload(error), maxMemoryMb: maxMemoryMb() } satisfies FromEnvironment);
  }
  endOutput();
  sendText(answer);
  requestId = undefined;
}

try {
  const handler = await load();
  let rest = '';
  const fromHost = new Socket({ fd: FROM_HOST_FD, readable: true, writable: false });
  fromHost.setEncoding('utf8');
  fromHost.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) void run(handler, JSON.parse(line) as ToEnvironment);
  });
  // The host is gone: without it nobody would end this process.
  fromHost.on('close', () => exit(0));
  fromHost.on('error', () => exit(0));
  send({ kind: 'ready' });
} catch (error) {
  logError('Uncaught Exception', error);
  endOutput();
  send({ kind: 'init-error', error: errorPayload(error) });
  exit(1);
}
