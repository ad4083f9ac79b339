import type { Link } from './stack-trace.ts';

const PLACE = /^\s{1,40}(\S{1,400}\.go):(\d{1,9})(?: \+0x[\da-f]{1,16})?\s*$/;
const PANIC = /^\s{0,40}(panic|fatal error): (.*)$/;

/**
 * Go's dump: `panic: …`, then the goroutine that ran, innermost first, a function and its place on the next line. Of a panic that was
 * recovered and raised again the first is told. Errors that carry a stack (`%+v`) print the same pairs without the panic.
 */
export const readGoTrace = (lines: readonly string[]): Link[] => {
  const head: string[] = [];
  const frames: string[] = [];
  let panic: RegExpExecArray | undefined;
  let goroutines = 0;
  for (const [index, line] of lines.entries()) {
    if (/^goroutine \d{1,12} /.test(line)) goroutines += 1;
    // Other goroutines only happen to be there.
    if (goroutines > 1) break;
    panic ??= PANIC.exec(line) ?? undefined;
    const place = PLACE.exec(line);
    if (place !== null) {
      const caller = functionOf(lines[index - 1] ?? '');
      frames.push(`${place[1] ?? ''}:${place[2] ?? ''}${caller === '' ? '' : ` ${caller}`}`);
    } else if (goroutines === 0 && frames.length === 0 && !PLACE.test(lines[index + 1] ?? '')) head.push(line);
  }
  if (frames.length === 0) return [];
  const told = panic === undefined ? head.join('\n').trim() : (panic[2] ?? '').replace(/ \[recovered(?:, repanicked)?\]$/, '').trim();
  return [{ name: panic?.[1] ?? 'error', message: told, frames: belowPanic(frames) }];
};

/** `main.(*Orders).load(0xc000012345, {0x1, 0x2})`, `created by main.serve in goroutine 7` → the function. */
const functionOf = (line: string): string => {
  const text = line.trim().replace(/^created by /, '').replace(/ in goroutine \d{1,12}$/, '');
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1;
  return (open > 0 ? text.slice(0, open) : text).slice(0, 160);
};

/** What ran while panicking (deferred functions) stands above the panic itself. */
const belowPanic = (frames: readonly string[]): readonly string[] => {
  const at = frames.findLastIndex((frame) => / (?:panic|runtime\.gopanic|runtime\.sigpanic)$/.test(frame));
  return at < 0 || at === frames.length - 1 ? frames : frames.slice(at);
};
