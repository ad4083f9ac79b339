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
/** Lambda's own lines are short. */
const LONGEST = 8_192;

type Platform = z.infer<typeof PlatformLine>['record'];

/**
 * A line of a function that logs JSON, as it would be if it logged text, so that there is one way to read logs. Only Lambda's own lines
 * are written anew; what the code and its runtime tell is left as it came.
 */
export const textLine = (message: string): string => {
  if (!message.startsWith('{"time":')) return message;
  const platform = PlatformLine.safeParse(parseJson(message.slice(0, LONGEST)));
  if (platform.success) return platformText(platform.data.type, platform.data.record) ?? message;
  return message;
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

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
