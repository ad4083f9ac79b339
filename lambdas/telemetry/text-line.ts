import * as z from 'zod';

/** What Lambda itself logs of a function whose log format is JSON. */
const PlatformLine = z.object({
  time: z.string(),
  type: z.string().startsWith('platform.'),
  record: z.object({
    requestId: z.string().optional(),
    version: z.string().optional(),
    status: z.string().optional(),
    errorType: z.string().optional(),
    metrics: z.object({ durationMs: z.number(), billedDurationMs: z.number().default(0), memorySizeMB: z.number().default(0), maxMemoryUsedMB: z.number().default(0), initDurationMs: z.number().optional() }).optional(),
  }),
});
type Platform = z.infer<typeof PlatformLine>['record'];

const Thrown = z.object({ errorType: z.string(), errorMessage: z.string().default(''), stackTrace: z.array(z.string()).default([]) });
/** An error that the code logged, or that Node's runtime logged when the code threw: beside the message, or in its place. */
const ErrorLine = z.object({ timestamp: z.string(), level: z.literal(['ERROR', 'FATAL']), requestId: z.string().default('undefined'), message: z.unknown() });

/**
 * A line of a function that logs JSON, as it would be if it logged text, so that there is one way to read logs. Only Lambda's own lines
 * and errors are written anew; everything else is left as it came.
 */
export const textLine = (message: string): string => {
  if (!message.startsWith('{"t')) return message;
  const value = parseJson(message);
  const platform = PlatformLine.safeParse(value);
  if (platform.success) return platformText(platform.data.type, platform.data.record) ?? message;
  return errorText(value) ?? message;
};

const platformText = (type: string, record: Platform): string | undefined => {
  if (record.requestId === undefined) return type === 'platform.initStart' ? 'INIT_START ' : undefined;
  if (type === 'platform.start') return `START RequestId: ${record.requestId} Version: ${record.version ?? '$LATEST'}`;
  if (type === 'platform.runtimeDone') return `END RequestId: ${record.requestId}`;
  if (type === 'platform.report') return reportText(record.requestId, record);
  return undefined;
};

/** `status`: `success`, `error` (the code failed), `failure` (the runtime ended), `timeout`. */
const reportText = (requestId: string, { metrics, status = 'success', errorType }: Platform): string | undefined => {
  if (metrics === undefined) return undefined;
  const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = metrics;
  const failed = status === 'failure' ? 'error' : status;
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs} ms`,
    `Memory Size: ${memorySizeMB} MB`,
    `Max Memory Used: ${maxMemoryUsedMB} MB`,
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
    ...(failed === 'success' ? [] : [`Status: ${failed}`]),
    ...(errorType === undefined ? [] : [`Error Type: ${errorType}`]),
  ].join('\t');
};

const errorText = (value: unknown): string | undefined => {
  const line = ErrorLine.safeParse(value);
  if (!line.success) return undefined;
  const { timestamp, level, requestId, message } = line.data;
  const thrown = Thrown.safeParse(value).data ?? Thrown.safeParse(message).data;
  if (thrown === undefined) return undefined;
  const { errorType, errorMessage, stackTrace } = thrown;
  const prefix = `${timestamp}\t${requestId}\t${level === 'FATAL' ? 'ERROR' : level}\t`;
  const how = typeof message === 'string' ? /^(Invoke Error|Uncaught Exception|Unhandled Promise Rejection)/.exec(message)?.[1] : undefined;
  if (how !== undefined) return `${prefix}${how} \t${JSON.stringify({ errorType, errorMessage, stack: stackTrace })}`;
  return `${prefix}${[`${errorType}: ${errorMessage}`, ...stackTrace.slice(1)].join('\n')}`;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
