import type { LiveEvent } from '../../shared/domain/views/live-event.ts';
import { afterEvent, NOTHING_WATCHED, watchScreen, type Watched } from './answers/watch-screen.ts';
import { LiveBlock } from './live-block.ts';
import type { OutputStream } from './terminal-host.ts';
import { printable } from './visible-text.ts';

export type WatchTerminalOptions = { readonly stream: OutputStream; readonly inPlace: boolean; readonly colour: boolean; readonly now: () => number };

export type WatchTerminal = {
  /** One more thing that happened: a line above what is drawn, and the drawing anew. */
  readonly tell: (event: LiveEvent) => void;
  /** Draws again: time has passed. */
  readonly redraw: () => void;
  /** Leaves the terminal as it was found. */
  readonly close: () => void;
};

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);

/** What is under way, drawn in place at the end of the terminal with what happened above it; as lines only where it cannot be drawn over. */
export const watchTerminal = ({ stream, inPlace, colour, now }: WatchTerminalOptions): WatchTerminal => {
  const block = new LiveBlock((text) => stream.write(text));
  const close = (): void => block.settle();
  if (inPlace) process.once('exit', close);
  let watched: Watched = NOTHING_WATCHED;
  const redraw = (): void => {
    if (inPlace) block.draw(watchScreen(watched, { width: Math.max(20, stream.columns ?? 80), colour, now: now() }), stream.rows ?? 24);
  };
  return {
    tell: (event) => {
      watched = afterEvent(watched, event);
      const isPeriod = event.type === 'release';
      const lines = event.type === 'snapshot' ? (inPlace ? [] : watchScreen(watched, { width: 1000, colour: false, now: now() })) : [`${clock(event.at)}  ${printable(event.text)}`];
      // A canary's numbers change every moment: where they are drawn in place they are no news.
      if (lines.length > 0 && !(inPlace && isPeriod)) {
        if (inPlace) block.printAbove(lines);
        else stream.write(lines.map((line) => `${line}\n`).join(''));
      }
      redraw();
    },
    redraw,
    close: () => {
      close();
      process.off('exit', close);
    },
  };
};
