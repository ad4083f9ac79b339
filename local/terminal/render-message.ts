import pico from 'picocolors';
import * as z from 'zod';
import type { Message } from '../../shared/ports/host.ts';
import { explainableList, explanationPage } from './explanation/explanation-message.ts';
import { LiveFrame } from './live-frame.ts';
import { Checks, renderChecks } from './render-checks.ts';
import { renderDiff } from './render-diff.ts';
import { OpportunityRows, renderOpportunities } from './render-opportunities.ts';
import { printable, wrap } from './visible-text.ts';

/** `ascii`: the terminal shows nothing else. */
export type Look = { readonly width: number; readonly colour: boolean; readonly ascii?: boolean };

/** Width of a page where nobody says how wide it may be: in a file or a pipe. */
const PAGE_WIDTH = 100;

/** The live frame in a message; `undefined` when it is another kind of message, or not a whole frame. */
export const liveFrameOf = ({ code, data }: Message): LiveFrame | undefined => (code.startsWith('PAWL-LIVE-') ? LiveFrame.safeParse(data).data : undefined);

/** What a message shows beneath its text, by its code: opportunities, a diff, checks. Data of another shape shows nothing. */
export const renderData = (message: Message, { width, colour, ascii = false }: Look): string[] => {
  const { code, data } = message;
  if (code.startsWith('PAWL-OPPS-')) return renderOpportunities(OpportunityRows.safeParse(data?.['rows']).data ?? [], width, colour);
  if (code.startsWith('PAWL-DIFF-')) return renderDiff(z.string().safeParse(data?.['diff']).data ?? '', undefined, colour);
  if (code.startsWith('PAWL-CHECKS-')) return renderChecks(Checks.safeParse(data?.['checks']).data ?? [], width, colour);
  return explainableList(message, { width, colour, ascii });
};

/** A message as lines for a terminal: a mark for its level, the text broken at the width, then its data. `PAWL-STEP-` codes are headings. */
export const renderMessage = (message: Message, look: Look): string[] => {
  const page = explanationPage(message, { ...look, ascii: look.ascii ?? false });
  if (page !== undefined) return page;
  const colours = pico.createColors(look.colour);
  const mark = { debug: colours.dim('·'), info: colours.dim('·'), result: colours.green('✔'), warning: colours.yellow('▲'), error: colours.red('✖') }[message.level];
  const [first = '', ...rest] = wrap(printable(message.text), Math.max(20, look.width - 4));
  const paint = message.level === 'error' ? colours.red : message.level === 'debug' ? colours.dim : (text: string): string => text;
  const heading = message.code.startsWith('PAWL-STEP-');
  const text = heading ? ['', ` ${colours.bold([first, ...rest].join(' '))}`] : [` ${mark} ${paint(first)}`, ...rest.map((line) => `   ${paint(line)}`)];
  return [...text, ...renderData(message, look)];
};

/** A message as plain lines, unbroken so that they can be searched: for files, pipes and logs of a build. */
export const renderPlain = (message: Message, ascii = false): string[] => {
  const page = explanationPage(message, { width: PAGE_WIDTH, colour: false, ascii });
  if (page !== undefined) return page;
  const prefix = message.level === 'error' ? 'error: ' : message.level === 'warning' ? 'warning: ' : '';
  const heading = message.code.startsWith('PAWL-STEP-') ? '== ' : '';
  return [...`${heading}${prefix}${printable(message.text)}`.split('\n'), ...renderData(message, { width: 120, colour: false, ascii })];
};
