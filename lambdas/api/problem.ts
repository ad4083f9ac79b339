import * as z from 'zod';
import type { Refusal } from '../../shared/commands/dependencies.ts';

/** Everything that can be wrong with a request, by a word that programs may rely on: HTTP status and heading. */
export const PROBLEMS = {
  malformed: [400, 'Not understood'],
  unauthenticated: [401, 'Not signed in'],
  forbidden: [403, 'Not permitted'],
  'wrong-host': [403, 'Wrong host'],
  'wrong-origin': [403, 'Wrong origin'],
  'not-found': [404, 'Not found'],
  'method-not-allowed': [405, 'Wrong method'],
  refused: [409, 'Not possible as things stand'],
  'in-progress': [409, 'Under way'],
  'too-large': [413, 'Too large'],
  'unsupported-type': [415, 'Not JSON'],
  invalid: [422, 'Does not fit'],
  'key-reused': [422, 'Key used before'],
  'too-many': [429, 'Too many requests'],
  failed: [500, 'Something failed'],
  off: [503, 'Switched off'],
} as const satisfies Record<string, readonly [number, string]> & Record<Exclude<Refusal['kind'], undefined>, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457: what went wrong, for people (`title`, `detail`) and for programs (`code`, `type`). */
export const Problem = z.object({
  type: z.string().describe('address of what is known about this kind of problem, relative to the server'),
  title: z.string(),
  status: z.number().int().min(400).max(599),
  detail: z.string().describe('what to do, in a sentence'),
  instance: z.string().describe('this one occurrence: stands in the log too'),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
});
export type Problem = z.infer<typeof Problem>;

/** What is answered in place of what was asked for. Thrown inside the app by whatever finds it, and turned into a response in one place. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly code: ProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.headers = headers;
  }
}

/** The problem as a document; `instance` names the request. */
export const problemOf = (code: ProblemCode, detail: string, instance: string): Problem => {
  const [status, title] = PROBLEMS[code];
  return { type: `/docs#${code}`, title, status, detail, instance, code };
};
