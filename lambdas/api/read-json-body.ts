import { ProblemError } from './problem.ts';

const DEEPEST = 24;

/**
 * A request's body as JSON, with at most so many bytes, so deep. An empty one is an empty object.
 * Throws `ProblemError`: `unsupported-type`, `too-large`, `malformed`.
 */
export const readJsonBody = async (request: Request, mostBytes: number): Promise<unknown> => {
  const tooLarge = new ProblemError('too-large', `The body may have ${mostBytes} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge;
  const bytes = await bytesOf(request, mostBytes);
  if (bytes === undefined) throw tooLarge;
  if (bytes.length === 0) return {};
  if (!/^application\/json\s*(?:;\s*charset=utf-8\s*)?$/i.test(request.headers.get('content-type') ?? '')) throw new ProblemError('unsupported-type', 'Send the body as application/json.');
  const value = parse(bytes);
  if (!isShallow(value)) throw new ProblemError('malformed', `The body is nested deeper than ${DEEPEST} levels, or has a name that JSON of ours never has.`);
  return value;
};

const bytesOf = async ({ body }: Request, most: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.byteLength;
      if (size > most) return undefined;
      chunks.push(chunk);
    }
  } catch {
    // Whoever sent it went away, or wrote no chunks: theirs to know, and nothing failed here.
    throw new ProblemError('malformed', 'The body broke off.');
  }
  return Buffer.concat(chunks);
};

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ProblemError('malformed', 'The body is not JSON in UTF-8.');
  }
};

/** Looked at level by level: a text that nests a million brackets must not take the stack down. */
const isShallow = (value: unknown): boolean => {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return false;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue;
      if (Object.hasOwn(one, '__proto__')) return false;
      for (const inner of Object.values(one)) next.push(inner);
    }
    level = next;
  }
  return true;
};
