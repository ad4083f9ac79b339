import * as z from 'zod';
import { meanRate, plan } from './recording.ts';
import type { ParsedRecording } from './recording.ts';

/** The part of the HAR format (1.2) that is sent again. */
const Har = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        startedDateTime: z.string().optional(),
        request: z.object({
          method: z.string(),
          url: z.url(),
          headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
          postData: z.object({ text: z.string().optional() }).optional(),
        }),
      }),
    ),
  }),
});

/** Reads a HAR file that was parsed as JSON. Only path and query of each address count: the requests go elsewhere. */
export function parseHar(value: unknown): ParsedRecording {
  const parsed = Har.safeParse(value);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`) };

  const { entries } = parsed.data.log;
  if (entries.length === 0) return { ok: false, problems: ['log.entries: holds no request'] };
  const requests = entries.map(({ request: { method, url, headers, postData } }) => {
    const { pathname, search } = new URL(url);
    return plan(method, `${pathname}${search}`, headers.map(({ name, value }) => [name, value] as const), postData?.text);
  });
  const times = entries.map(({ startedDateTime }) => (startedDateTime === undefined ? undefined : Date.parse(startedDateTime)));
  return { ok: true, recording: { requests, ratePerSecond: meanRate(times) } };
}
