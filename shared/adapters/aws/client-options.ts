/** Options that every SDK client gets: throttled and failed calls are tried again with backoff, and nothing waits for ever. */
export const CLIENT_OPTIONS = {
  maxAttempts: 5,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 2000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;
