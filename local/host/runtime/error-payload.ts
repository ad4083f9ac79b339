import type { ErrorPayload } from './frames.ts';

/** What was thrown, as Lambda's Node runtime reports it. Anything can be thrown, so nothing is assumed. */
export function errorPayload(thrown: unknown): ErrorPayload {
  try {
    if (thrown instanceof Error) return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'What was thrown cannot be shown.', trace: [] };
  }
}

/** The fields of the JSON text in an `ERROR` log line, in Lambda's order and under its names. */
export function errorLogFields(thrown: unknown): Record<string, unknown> {
  const { errorType, errorMessage, trace } = errorPayload(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? { code: thrown.code } : {};
  return { errorType, errorMessage, ...code, stack: trace };
}
