/** Longer is no wait any more. */
const MOST_MS = 86_400_000;

/**
 * How long a provider asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), counted from `now`. `undefined` when
 * it does not say, or says nonsense.
 */
export const retryAfterMs = (header: (name: string) => string | null | undefined, now = Date.now()): number | undefined => {
  const [exact, said] = [header('retry-after-ms')?.trim(), header('retry-after')?.trim()];
  if (exact !== undefined && /^\d+(\.\d+)?$/.test(exact)) return Math.min(MOST_MS, Math.ceil(Number(exact)));
  if (said === undefined || said === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(said)) return Math.min(MOST_MS, Math.ceil(Number(said) * 1000));
  const at = /^[A-Z][a-z]{2,8},? /.test(said) ? Date.parse(said) : NaN;
  return Number.isNaN(at) ? undefined : Math.min(MOST_MS, Math.max(0, at - now));
};
