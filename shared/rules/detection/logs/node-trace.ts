import type { Link } from './stack-trace.ts';

/** `TypeError: …`, `Error [ERR_X]: …`, `Uncaught …`; a name at the beginning may be any word, further on it must sound like an error's. */
const AT_START = /^\s{0,40}(?:\[(?:cause|errors)\]: (?:\[\s*)?)?(?:Uncaught )?([A-Za-z_$][\w$.]{0,80})(?: \[[\w-]{1,60}\])?(?:: |$)/;
const WITHIN = /(?:^|[^\w.])((?:[A-Z][\w$.]{0,80})?(?:Error|Exception|Fault|Rejection))(?: \[[\w-]{1,60}\])?: /;
const LINKED = /^\s{0,40}\[(?:cause|errors)\]: /;

/** V8's stack: `at function (file:line:column)`. Chained by `[cause]:` or `[errors]:`, as Node prints them. */
export const readNodeTrace = (lines: readonly string[]): Link[] => {
  const chain: Link[] = [];
  let head: string[] = [];
  let frames: string[] = [];
  const close = (): void => {
    if (frames.length > 0) chain.push({ ...headOf(head), frames });
    head = [];
    frames = [];
  };
  for (const line of lines) {
    const frame = frameOfV8(line);
    if (frame !== undefined) {
      frames.push(frame);
      continue;
    }
    // A frame without a place, such as `at Array.map (<anonymous>)`.
    if (/^\s{1,40}at /.test(line)) continue;
    if (LINKED.test(line)) close();
    if (frames.length === 0) head.push(line);
    else if (AT_START.test(line) && /^\s{1,40}\w/.test(line) && WITHIN.test(line)) {
      // One of several errors, in a list.
      close();
      head.push(line);
    }
  }
  close();
  return chain;
};

const headOf = (lines: readonly string[]): { name: string; message: string } => {
  const start = lines.findIndex((line) => AT_START.test(line) || WITHIN.test(line));
  const first = lines[start] ?? lines[0] ?? '';
  const rest = start < 0 ? lines.slice(1) : lines.slice(start + 1);
  const found = within(first) ?? AT_START.exec(first);
  const told = found === null || found === undefined ? first.trim() : first.slice(found.index + found[0].length);
  return { name: found?.[1] ?? 'Error', message: [told, ...rest].join('\n').trim() };
};

const within = (line: string): RegExpExecArray | undefined => {
  const start = AT_START.exec(line);
  return start === null ? (WITHIN.exec(line) ?? undefined) : undefined;
};

/** `    at async load (/var/task/index.mjs:9:1)` → `/var/task/index.mjs:9:1 load`, as the probe writes a frame. `undefined` for anything else. */
export const frameOfV8 = (line: string): string | undefined => {
  const text = line.trim().replace(/[\s{,\]}]{1,8}$/, '');
  if (!text.startsWith('at ') || text.includes('eval at ')) return undefined;
  const rest = text.slice(text.startsWith('at async ') ? 9 : 3);
  const open = rest.endsWith(')') ? rest.lastIndexOf(' (') : -1;
  const place = open < 0 ? rest : rest.slice(open + 2, -1);
  if (!/:\d{1,9}:\d{1,9}$/.test(place) || (open < 0 && place.includes('('))) return undefined;
  return open < 0 ? place : `${place} ${rest.slice(0, open)}`;
};
