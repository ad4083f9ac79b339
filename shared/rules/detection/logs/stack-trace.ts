import { readGoTrace } from './go-trace.ts';
import { readJavaTrace } from './java-trace.ts';
import { readNodeTrace } from './node-trace.ts';
import { ownFrames } from './own-frame.ts';
import { readPythonTrace } from './python-trace.ts';

/**
 * An error with the way that led to it. `name` and `message` are of what was thrown in the end. `frames` are those of its root cause,
 * innermost first, where the cause has any in the target's own code, otherwise its own: `file:line:column function` for Node,
 * `file:line function` for the others.
 */
export type StackTrace = { readonly name: string; readonly message: string; readonly frames: readonly string[]; readonly language: Language };
export type Language = 'node' | 'python' | 'java' | 'go';

/** One error of a chain, as the readers of the languages find it. */
export type Link = { readonly name: string; readonly message: string; readonly frames: readonly string[] };

const MOST_CHARACTERS = 16_384;
const LONGEST_LINE = 512;
const MOST_LINES = 400;
const MOST_FRAMES = 50;

/** The lines of a text, however the platform or a logger joined them. Looks at the first 16,384 characters, 400 lines, 512 characters each. */
export const linesOf = (text: string): string[] => {
  const lines = text.slice(0, MOST_CHARACTERS).split(/\r\n|[\n\r\u0085\u2028\u2029]/, MOST_LINES);
  return lines.map((line) => line.slice(0, LONGEST_LINE));
};

/** Reads the stack trace in a text, whatever stands before it. `undefined` when there is none. Never throws; linear in what it looks at. */
export const readStackTrace = (text: string): StackTrace | undefined => {
  const lines = linesOf(text);
  if (lines.length < 2) return undefined;
  if (lines.some((line) => line.includes('Traceback (most recent call last)'))) return traceOf(readPythonTrace(lines), 'python');
  if (lines.some((line) => /^\s+\S{1,400}\.go:\d/.test(line))) return traceOf(readGoTrace(lines), 'go');
  if (!lines.some((line) => /^[\s|]*at /.test(line))) return undefined;
  return traceOf(readNodeTrace(lines), 'node') ?? traceOf(readJavaTrace(lines), 'java');
};

/** `chain`: what was thrown first, then its cause, and so on. */
const traceOf = (chain: readonly Link[], language: Language): StackTrace | undefined => {
  const thrown = chain[0];
  if (thrown === undefined) return undefined;
  const deepest = chain.findLast(({ frames }) => ownFrames(frames, 0).length > 0) ?? chain.find(({ frames }) => frames.length > 0);
  if (deepest === undefined) return undefined;
  return { name: thrown.name, message: thrown.message, frames: deepest.frames.slice(0, MOST_FRAMES), language };
};
