import { PYTHON_ERROR } from './python-trace.ts';

const LONGEST_TRACE = 4_096;

/** Beginnings of lines that only stand within a stack trace. Indented ones do in all four languages. */
const WITHIN = /^(?:[\s\u00a0]+\S|Caused by: |Suppressed: |\.{3} \d|Traceback \(most recent|During handling of the above|The above exception was|goroutine \d|created by |\[signal |exit status \d|[}\]])/;
/** `main.(*Orders).load(0xc000012345, 0x2)`, without blanks before it. */
const GO_FUNCTION = /^[\w./*()@·-]{1,300}\(.{0,300}\)$/;

/** Whether a line of the same stream goes on with the stack trace that its earlier lines began. */
export const continuesTrace = (text: string, line: string): boolean => {
  if (WITHIN.test(line)) return true;
  const isPython = text.includes('Traceback (most recent');
  const isGo = /^(?:panic|fatal error): /.test(text);
  if (line.trim() === '') return isPython || isGo;
  if (isGo) return GO_FUNCTION.test(line.slice(0, 700)) || line.startsWith('panic: ');
  // The error itself stands below its traceback.
  return isPython && endsIndented(text) && PYTHON_ERROR.test(line.slice(0, 400));
};

const endsIndented = (text: string): boolean => /(?:^|\n)[\s\u00a0]+\S[^\n]*$/.test(text.slice(-600));

/** The trace with one more line. What is beyond four thousand characters is not kept, but for the causes. */
export const joinTrace = (text: string, line: string): string => {
  const joined = `${text}\n${line.slice(0, 512)}`;
  if (joined.length <= LONGEST_TRACE) return joined;
  return /^(?:Caused by: |During handling|The above exc)/.test(line) && text.length < LONGEST_TRACE + 1024 ? `${text}\n${line.slice(0, 256)}` : text;
};
