/** Frames kept of a stack: enough to get out of a client module into what uses it. */
const MOST_FRAMES = 6;
/** Frames looked at for a call by `fetch`, which stands directly above the code that makes it; each costs about a microsecond. */
const FEW_FRAMES = 8;
/** Frames looked at where Node's own stand between. */
export const MORE_FRAMES = 14;
/** The frame of the probe's own wrapper, at the bottom of every stack. */
export const WRAPPER_NAME = 'pawlProbedHandler';

const STACK_LINE = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/;

/** The folder of the function's code, as prefixes of the file names in stacks. */
export type AppRoot = { readonly prefixes: readonly string[] };

export const appRoot = (folder: string): AppRoot => ({ prefixes: [`file://${folder}/`, `${folder}/`] });

/** `file:line:column function`, with the file relative to the code's folder; `undefined` when it is not the function's own code. */
function frame(root: AppRoot, file: string, line: number, column: number, functionName: string | undefined): string | undefined {
  const prefix = root.prefixes.find((candidate) => file.startsWith(candidate));
  if (prefix === undefined || file.includes('/node_modules/') || functionName === WRAPPER_NAME) return undefined;
  const position = `${file.slice(prefix.length)}:${line}:${column}`;
  return functionName === undefined || functionName === '' ? position : `${position} ${functionName}`;
}

/** Frames of the function's own code, innermost first. From `asyncFrom` on they do not call but await the frame before. */
export type CallSiteFrames = { readonly frames: readonly string[]; readonly asyncFrom: number };

const asSites = (_error: Error, sites: NodeJS.CallSite[]): NodeJS.CallSite[] => sites;

/** Where the caller of `above` stands, in positions of the bundle. */
export function framesHere(root: AppRoot, above: (...args: never[]) => unknown, captured: number = FEW_FRAMES): CallSiteFrames {
  const { stackTraceLimit } = Error;
  const prepareStackTrace: unknown = Reflect.get(Error, 'prepareStackTrace');
  const holder: { stack?: unknown } = {};
  try {
    // Structured frames: faster than a text, and never rewritten by a source map.
    Error.stackTraceLimit = captured;
    Error.prepareStackTrace = asSites;
    Error.captureStackTrace(holder, above);
    const sites = holder.stack;
    return Array.isArray(sites) ? framesOf(root, sites as NodeJS.CallSite[]) : { frames: [], asyncFrom: 0 };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.set(Error, 'prepareStackTrace', prepareStackTrace);
  }
}

function framesOf(root: AppRoot, sites: readonly NodeJS.CallSite[]): CallSiteFrames {
  const frames: string[] = [];
  let asyncFrom: number | undefined;
  for (const site of sites) {
    const file = site.getFileName();
    if (!file) continue;
    const found = frame(root, file, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0, site.getFunctionName() ?? undefined);
    if (found === undefined) continue;
    if (site.isAsync()) asyncFrom ??= frames.length;
    if (frames.push(found) === MOST_FRAMES) break;
  }
  return { frames, asyncFrom: asyncFrom ?? frames.length };
}

/**
 * Whether two calls come from one place. Round after round of a loop with `await` the frames below the loop's function change:
 * the first round is called from there, the later ones are awaited there, at another column, or by nobody who is seen.
 * So a difference counts only where both stacks still are calls.
 */
export function isSameSite(a: CallSiteFrames, b: CallSiteFrames): boolean {
  const shared = Math.min(a.frames.length, b.frames.length);
  for (let index = 0; index < shared; index += 1) {
    if (a.frames[index] !== b.frames[index]) return index > 0 && (index >= a.asyncFrom || index >= b.asyncFrom);
  }
  return true;
}

/** The same of an error's stack text. */
export function framesOfText(root: AppRoot, stack: string): string[] {
  const frames: string[] = [];
  for (const text of stack.split('\n')) {
    const [, functionName, file, line, column] = STACK_LINE.exec(text) ?? [];
    if (file === undefined) continue;
    const found = frame(root, file, Number(line), Number(column), functionName?.replace(/^new /, ''));
    if (found !== undefined && frames.push(found) === MOST_FRAMES) break;
  }
  return frames;
}
