import { parseHar } from './har-recording.ts';
import { parseJsonLines } from './json-lines-recording.ts';
import type { PlannedRequest } from './planned-request.ts';
import type { ParsedRecording, Recording } from './recording.ts';

/** A file that is one JSON object with a `log` is a HAR. */
function harOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'log' in value ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads recorded requests: JSON lines `{method, path, headers?, body?, at?}` or a HAR file; every problem at once, with its place. */
export function parseRecording(text: string): ParsedRecording {
  const har = harOf(text);
  return har === undefined ? parseJsonLines(text) : parseHar(har);
}

/** Answers the recorded requests over and over, in their order. */
export function recordedRequests({ requests }: Recording): () => PlannedRequest {
  const [first] = requests;
  if (!first) throw new Error('A recording needs at least one request.');
  let next = 0;
  return () => {
    const request = requests[next] ?? first;
    next = (next + 1) % requests.length;
    return request;
  };
}
