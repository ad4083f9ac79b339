import type { Host, Message } from '../../shared/ports/host.ts';
import { askPerson } from './ask-person.ts';
import { defaultAnswer } from './default-answer.ts';
import { LiveBlock } from './live-block.ts';
import { renderLive, renderLiveLine } from './render-live.ts';
import { liveFrameOf, renderMessage, renderPlain } from './render-message.ts';

/** What is needed of `process.stdout`. */
export type OutputStream = { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

export type TerminalOptions = {
  readonly stream: OutputStream;
  /** Default: on a terminal, unless NO_COLOR is set or TERM is `dumb`; FORCE_COLOR puts it on anywhere. */
  readonly colour?: boolean;
  /** Whether to draw in place and to ask. Default: when the stream is a terminal that is not `dumb` and not a build's. */
  readonly interactive?: boolean;
  /** Columns; default those of the terminal now, or 80. */
  readonly width?: number;
  /** Also shows messages of level `debug`. */
  readonly verbose?: boolean;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds, to thin live lines out. */
  readonly now?: () => number;
};

export type TerminalHost = Host & {
  /** Leaves the terminal as it was found: what is drawn stays, the cursor comes back. Happens by itself when the process exits. */
  close(): void;
};

/** Live lines are at least this far apart where they cannot be drawn over. */
const LIVE_LINE_EVERY_MS = 5000;

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== '0';

/** Whether the locale rules out everything but ASCII; where none is set, nothing is ruled out. */
const isAsciiOnly = (environment: Readonly<Record<string, string | undefined>>): boolean => {
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
};

/** Speaks to a person: drawn in place with colours on a terminal, as plain lines anywhere else. */
export const createTerminalHost = (options: TerminalOptions): TerminalHost => {
  const { stream, environment = process.env, now = Date.now, verbose = false } = options;
  const isTerminal = stream.isTTY === true && environment['TERM'] !== 'dumb';
  const colour = options.colour ?? ((isTerminal || isSet(environment['FORCE_COLOR'])) && !isSet(environment['NO_COLOR']));
  const interactive = options.interactive ?? (isTerminal && !isSet(environment['CI']));
  const ascii = isAsciiOnly(environment);
  const width = (): number => Math.max(20, options.width ?? stream.columns ?? 80);
  const block = new LiveBlock((text) => stream.write(text));
  let lastLineAt = Number.NEGATIVE_INFINITY;

  const restore = (): void => block.settle();
  if (interactive) process.once('exit', restore);

  const notifyInPlace = (message: Message): void => {
    const frame = liveFrameOf(message);
    if (frame !== undefined) {
      block.draw(renderLive(frame, width(), colour), stream.rows ?? 24);
      if (message.level === 'result') block.settle();
      return;
    }
    // An outcome belongs beneath the numbers it came from; anything else passes by above them.
    if (message.level === 'result' || message.level === 'warning' || message.level === 'error' || message.code.startsWith('PAWL-STEP-')) block.settle();
    block.printAbove(renderMessage(message, { width: width(), colour, ascii }));
  };

  const notifyInLines = (message: Message): void => {
    const frame = liveFrameOf(message);
    if (frame !== undefined) {
      if (message.level !== 'result' && now() - lastLineAt < LIVE_LINE_EVERY_MS) return;
      lastLineAt = now();
      stream.write(`${renderLiveLine(frame)}\n`);
      return;
    }
    const lines = colour ? renderMessage(message, { width: width(), colour, ascii }) : renderPlain(message, ascii);
    stream.write(lines.map((line) => `${line}\n`).join(''));
  };

  return {
    notify(message) {
      if (message.level === 'debug' && !verbose) return;
      if (interactive) notifyInPlace(message);
      else notifyInLines(message);
    },
    async ask(question) {
      if (!interactive) return defaultAnswer(question);
      block.settle();
      return askPerson(question);
    },
    close() {
      restore();
      process.off('exit', restore);
    },
  };
};
