/** The platform's own log lines, letter for letter as Lambda writes them, so that the same parser reads both. */

export const initStartLine = (): string =>
  'INIT_START Runtime Version: nodejs:24.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0000000000000000000000000000000000000000000000000000000000000000';

export const initReportLine = ({ initMs, errorType }: { initMs: number; errorType: string }): string =>
  `INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: init\tStatus: error\tError Type: ${errorType}`;

export const startLine = (requestId: string, version: string): string => `START RequestId: ${requestId} Version: ${version}`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}`;

export type Report = {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly maxMemoryMb: number;
  /** Present on the first request of an environment. */
  readonly initMs?: number;
  readonly failure?: { readonly status: 'timeout' } | { readonly status: 'error'; readonly errorType: string };
};

/** Billed duration is rounded up to the next millisecond; since August 2025 it includes the initialisation. */
export function reportLine({ requestId, durationMs, memoryMb, maxMemoryMb, initMs, failure }: Report): string {
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${maxMemoryMb} MB`,
  ];
  if (initMs !== undefined) parts.push(`Init Duration: ${initMs.toFixed(2)} ms`);
  if (failure) parts.push(`Status: ${failure.status}`);
  if (failure?.status === 'error') parts.push(`Error Type: ${failure.errorType}`);
  return parts.join('\t');
}

/** `at` in milliseconds since the epoch. */
export const timeoutLine = (at: number, requestId: string, timeoutSeconds: number): string =>
  `${new Date(at).toISOString()} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;

export const exitLine = (requestId: string, how: string): string => `RequestId: ${requestId} Error: Runtime exited with error: ${how}\nRuntime.ExitError`;

/** Name of an environment's log stream: date, version, and 32 hexadecimal digits of its own. */
export const logStreamName = (at: number, version: string, id: string): string =>
  `${new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version}]${id}`;
