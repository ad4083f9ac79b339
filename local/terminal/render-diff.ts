import pico from 'picocolors';
import { cut, printable } from './visible-text.ts';

/** Lines of a unified diff, coloured by their sign; `width` (when given) cuts long ones. */
export const renderDiff = (diff: string, width: number | undefined, colour: boolean): string[] => {
  const colours = pico.createColors(colour);
  const lines = printable(diff).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const text = width === undefined ? `    ${line}` : cut(`    ${line}`, width);
    if (line.startsWith('--- ') || line.startsWith('+++ ')) return colours.bold(text);
    if (line.startsWith('@@')) return colours.cyan(text);
    if (line.startsWith('+')) return colours.green(text);
    return line.startsWith('-') ? colours.red(text) : colours.dim(text);
  });
};
