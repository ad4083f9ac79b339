import type { Link } from './stack-trace.ts';

const HEAD = 'Traceback (most recent call last)';
const FRAME = /^\s{0,40}File "([^"]{1,400})", line (\d{1,9})(?:, in (.{1,200}))?/;
/** `ValueError: no such thing`, `botocore.exceptions.ClientError: …`, `KeyboardInterrupt`. */
export const PYTHON_ERROR = /^([A-Za-z_][\w.]{0,160})(?::\s?(.*))?$/s;
const CAUSED = /^The above exception was the direct cause of the following exception:/;
const DURING = /^During handling of the above exception, another exception occurred:/;

type Block = { before: string[]; frames: string[]; told: string[] };

/**
 * Python's traceback: outermost frame first, the error in the line after the last one. Lambda's runtime tells the error in front of it
 * instead. Chained errors come before what they led to.
 */
export const readPythonTrace = (raw: readonly string[]): Link[] => {
  const blocks: Block[] = [];
  let before: string[] = [];
  let block: Block | undefined;
  for (const line of raw.map(plainLine)) {
    const frame = FRAME.exec(line);
    if (line.includes(HEAD)) {
      const prefix = line.slice(0, line.indexOf(HEAD)).trim();
      block = { before: prefix === '' ? before : [...before, prefix], frames: [], told: [] };
      blocks.push(block);
      before = [];
    } else if (block === undefined) before.push(line);
    else if (CAUSED.test(line) || DURING.test(line)) block = undefined;
    else if (frame !== null && block.told.length === 0) block.frames.push(`${frame[1] ?? ''}:${frame[2] ?? ''}${frame[3] === undefined ? '' : ` ${frame[3]}`}`);
    else if (!/^\s/.test(line) || block.told.length > 0) block.told.push(line);
  }
  return blocks.map(linkOf).reverse();
};

/** Exception groups are drawn with bars in front. */
const plainLine = (line: string): string => line.replace(/^(?:\s{0,40}[|+] ?-{0,40})/, '').replaceAll('\u00a0', ' ');

const linkOf = ({ before, frames, told }: Block): Link => {
  const text = told.join('\n').trim();
  const heading = before.findLast((line) => line.trim() !== '') ?? '';
  const error = PYTHON_ERROR.exec(text) ?? PYTHON_ERROR.exec(heading.replace(/^\[[A-Z]{1,12}\]\s{1,4}/, ''));
  const innermostFirst = frames.toReversed();
  if (error === null) return { name: 'Error', message: text === '' ? heading.trim() : text, frames: innermostFirst };
  // The runtime's report names the class only.
  return { name: error[1]?.split('.').at(-1) ?? 'Error', message: (error[2] ?? '').trim(), frames: innermostFirst };
};
