/** Frames kept of a stack: enough to get out of a client module into what uses it. */
const MOST_FRAMES = 6;
const LONGEST_FRAME = 200;
/** Frames looked at for a call by `fetch`, which stands directly above the code that makes it; each costs about half a microsecond. */
const FEW_FRAMES = 8;
/** Frames looked at where Node's own stand between. */
export const MORE_FRAMES = 14;
/** Frames looked at where a client of many layers stands between, as the AWS SDK. */
export const MOST_LAYERS = 40;
/** The name of the function that the probe puts around a handler: what is below it in a stack is the runtime. */
export const WRAPPER_NAME = 'pawlProbedHandler';
/** Stands for that function among the frames. */
const BOTTOM = '';
/** Positions remembered with their text; a service has some hundreds of places that call. */
const MOST_KNOWN = 4_000;

const LONGEST_STACK = 16_384;

const STACK_LINE = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/;

/** The folder of the function's code, as prefixes of the file names in stacks. */
export type AppRoot = { readonly prefixes: readonly string[] };

export const appRoot = (folder: string): AppRoot => ({ prefixes: [`file://${folder}/`, `${folder}/`] });

/** The file relative to the code's folder; `undefined` when it is not the function's own code. */
function ownFile({ prefixes }: AppRoot, file: string): string | undefined {
  const prefix = prefixes.find((candidate) => file.startsWith(candidate));
  return prefix === undefined || file.includes('/node_modules/') ? undefined : file.slice(prefix.length);
}

/** `file:line:column function`. */
function frameText(file: string, line: number, column: number, functionName: string | undefined): string {
  if (functionName === WRAPPER_NAME) return BOTTOM;
  const position = `${file}:${line}:${column}`;
  return (functionName === undefined || functionName === '' ? position : `${position} ${functionName}`).slice(0, LONGEST_FRAME);
}

/** Frames of the function's own code, innermost first. From `asyncFrom` on they do not call but await the frame before. */
export type CallSiteFrames = { readonly frames: readonly string[]; readonly asyncFrom: number };

const asSites = (_error: Error, sites: NodeJS.CallSite[]): NodeJS.CallSite[] => sites;

/** Where the caller of `above` stands, in positions of the bundle. */
export function framesHere(root: AppRoot, above: (...args: never[]) => unknown, captured: number = FEW_FRAMES): CallSiteFrames {
  const frames: string[] = [];
  let asyncFrom: number | undefined;
  for (const site of sitesHere(above, captured)) {
    const found = knownFrame(root, site);
    if (found === undefined) continue;
    if (found === BOTTOM) break;
    if (asyncFrom === undefined && site.isAsync()) asyncFrom = frames.length;
    if (frames.push(found) === MOST_FRAMES && captured !== MOST_LAYERS) break;
  }
  const own = { frames, asyncFrom: asyncFrom ?? frames.length };
  return captured === MOST_LAYERS ? withoutLayers(own) : own;
}

const NAME = / (\S+)$/;
/** The method of a client's request handler, which keeps its name in a bundle made small. */
const LAYER = 'handle';

/**
 * A client that was bundled with the function stands in the function's own file. The layers of the AWS SDK have no names but that of their
 * handler: what is left are the frames from the first other name on, or the outermost where none has a name.
 */
function withoutLayers({ frames, asyncFrom }: CallSiteFrames): CallSiteFrames {
  const names = frames.map((frame) => NAME.exec(frame)?.[1]);
  const named = names.includes(LAYER) ? names.findIndex((name) => name !== undefined && name !== LAYER) : 0;
  const first = named < 0 ? frames.length - 1 : named;
  const left = frames.slice(first, first + MOST_FRAMES);
  return { frames: left, asyncFrom: Math.min(left.length, Math.max(0, asyncFrom - first)) };
}

/** The structured frames above `above`: faster than a text, and never rewritten by a source map. Empty where they cannot be had. */
export function sitesHere(above: (...args: never[]) => unknown, captured: number): readonly NodeJS.CallSite[] {
  const { stackTraceLimit } = Error;
  const prepareStackTrace: unknown = Reflect.get(Error, 'prepareStackTrace');
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = captured;
    Error.prepareStackTrace = asSites;
    Error.captureStackTrace(holder, above);
    const sites = holder.stack;
    return Array.isArray(sites) ? (sites as NodeJS.CallSite[]) : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Reflect.set(Error, 'prepareStackTrace', prepareStackTrace);
  }
}

/** What is known of a file: its own name (`undefined`: not the function's), and the frames seen in it by position. */
type KnownFile = { readonly own: string | undefined; readonly frames: Map<number, string> };

const known = new Map<AppRoot, Map<string, KnownFile>>();
let knownFrames = 0;

/** The text of a frame. Line, column and name are asked for once a place: they cost more than all the rest. */
function knownFrame(root: AppRoot, site: NodeJS.CallSite): string | undefined {
  const file = site.getFileName();
  if (!file) return undefined;
  let files = known.get(root);
  if (!files) known.set(root, (files = new Map()));
  let entry = files.get(file);
  if (!entry) files.set(file, (entry = { own: ownFile(root, file), frames: new Map() }));
  if (entry.own === undefined) return undefined;
  const position = site.getPosition();
  const seen = entry.frames.get(position);
  if (seen !== undefined) return seen;
  if ((knownFrames += 1) > MOST_KNOWN) {
    known.clear();
    knownFrames = 0;
  }
  const text = frameText(entry.own, site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0, site.getFunctionName() ?? undefined);
  entry.frames.set(position, text);
  return text;
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

/** The frames of an error's stack text, which may repeat the message at its head: that is passed over. */
export function framesOfText(root: AppRoot, stack: string, message = ''): string[] {
  const frames: string[] = [];
  const head = message === '' ? -1 : stack.indexOf(message);
  for (const text of stack.slice(head < 0 ? 0 : head + message.length).slice(0, LONGEST_STACK).split('\n')) {
    const [, functionName, file, line, column] = STACK_LINE.exec(text) ?? [];
    const own = file === undefined ? undefined : ownFile(root, file);
    const found = own === undefined ? undefined : frameText(own, Number(line), Number(column), functionName?.replace(/^new /, ''));
    if (found === BOTTOM) break;
    if (found !== undefined && frames.push(found) === MOST_FRAMES) break;
  }
  return frames;
}
