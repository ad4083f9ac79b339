import * as z from 'zod';
import { meanRate, plan } from './recording.ts';
import type { ParsedRecording } from './recording.ts';

/** One recorded request; `at` is when it was made, as an ISO time or milliseconds; a body that is no text is sent as JSON. */
const Line = z.object({
  method: z.string(),
  path: z.string().startsWith('/', 'must begin with /'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.json().optional(),
  at: z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]).optional(),
});
type Line = z.infer<typeof Line>;

function parseLine(text: string): { ok: true; line: Line } | { ok: false; problems: string[] } {
  try {
    const parsed = Line.safeParse(JSON.parse(text));
    if (parsed.success) return { ok: true, line: parsed.data };
    return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the whole'}: ${message}`) };
  } catch (error) {
    return { ok: false, problems: [`not valid JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

const textOf = (body: Line['body']): string | undefined => (typeof body === 'string' || body === undefined ? body : JSON.stringify(body));

/** Reads one request a line; empty lines do not count. */
export function parseJsonLines(text: string): ParsedRecording {
  const lines: Line[] = [];
  const problems: string[] = [];
  for (const [index, one] of text.split('\n').entries()) {
    if (one.trim() === '') continue;
    const parsed = parseLine(one);
    if (parsed.ok) lines.push(parsed.line);
    else problems.push(...parsed.problems.map((problem) => `line ${index + 1}: ${problem}`));
  }
  if (problems.length > 0) return { ok: false, problems };
  if (lines.length === 0) return { ok: false, problems: ['(the whole): holds no request'] };

  const requests = lines.map(({ method, path, headers, body }) => plan(method, path, Object.entries(headers), textOf(body)));
  return { ok: true, recording: { requests, ratePerSecond: meanRate(lines.map(({ at }) => at)) } };
}
