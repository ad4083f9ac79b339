import type { Link } from './stack-trace.ts';

/** `at [loader/][module@version/]com.example.Orders$Page.load(Orders.java:12) ~[orders.jar:?]` */
const FRAME = /^\s{0,40}at (?:[\w.@-]{0,80}\/){0,2}([\w$.<>]{1,300})\(([\w$-]{1,120}\.\w{1,10})(?::(\d{1,9}))?\)/;
const ELSEWHERE = /^\s{0,40}(?:at [^(]{1,400}\(|\.\.\. \d{1,6} (?:more|common frames omitted))/;
/** A qualified class name, and perhaps what it says. */
export const JAVA_ERROR = /^(?:Exception in thread "[^"]{0,200}" )?((?:[a-z_][\w$]{0,80}\.){1,20}[A-Z][\w$]{0,120})(?:: (.*))?$/;

/** Java's stack trace. `Caused by:` goes on to the cause; what was suppressed beside it tells nothing about the way here. */
export const readJavaTrace = (lines: readonly string[]): Link[] => {
  const chain: Link[] = [];
  let head: string[] = [];
  let frames: string[] = [];
  let suppressed = false;
  const close = (): void => {
    if (head.length > 0 && (frames.length > 0 || chain.length > 0)) chain.push({ ...headOf(head), frames });
    head = [];
    frames = [];
  };
  for (const line of lines) {
    const text = line.trim();
    if (text.startsWith('Caused by: ')) {
      // Indented, it is the cause of what was suppressed.
      if (suppressed && /^\s/.test(line)) continue;
      close();
      suppressed = false;
      head.push(text.slice('Caused by: '.length));
    } else if (text.startsWith('Suppressed: ')) suppressed = true;
    else if (!suppressed) {
      const frame = FRAME.exec(line);
      if (frame !== null) frames.push(frameOf(frame[1] ?? '', frame[2] ?? '', frame[3] ?? '1'));
      else if (!ELSEWHERE.test(line) && frames.length === 0) head.push(text);
    }
  }
  close();
  return chain;
};

const headOf = (lines: readonly string[]): { name: string; message: string } => {
  const start = lines.findLastIndex((line) => JAVA_ERROR.test(line));
  const found = JAVA_ERROR.exec(lines[start] ?? '');
  if (found === null) return { name: 'Error', message: lines.join('\n').trim() };
  return { name: found[1] ?? 'Error', message: [found[2] ?? '', ...lines.slice(start + 1)].join('\n').trim() };
};

/** `com.example.Orders$Page.lambda$load$0` in `Orders.java` → `com/example/Orders.java:12 Orders$Page.load`: lambdas are counted anew with every build. */
const frameOf = (name: string, file: string, line: string): string => {
  const parts = name.split('.');
  const method = (parts.at(-1) ?? '').replace(/^lambda\$(\w{1,120})\$\d{1,6}$/, '$1');
  const folders = parts.slice(0, -2);
  return `${[...folders, file].join('/')}:${line} ${parts.at(-2) ?? ''}.${method}`;
};
