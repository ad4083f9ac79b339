import pico from 'picocolors';
import * as z from 'zod';
import { showSeconds } from '../../shared/rules/explaining/figures.ts';
import { Check } from '../../shared/domain/check.ts';
import { cut, padRight, printable } from './visible-text.ts';

/** The `data.checks` of a message whose code begins with `PAWL-CHECKS-`. */
export const Checks = z.array(Check);

/** The checks of a remedy, one a line, each with its findings beneath. */
export const renderChecks = (checks: readonly Check[], width: number, colour: boolean): string[] => {
  const colours = pico.createColors(colour);
  const mark = { passed: colours.green('✓'), failed: colours.red('✗'), skipped: colours.dim('–') };
  return checks.flatMap(({ name, status, summary, findings, durationMs }) => [
    cut(`    ${mark[status]} ${padRight(name, 11)} ${printable(summary)}${durationMs >= 100 ? colours.dim(`  ${showSeconds(durationMs / 1000)}`) : ''}`, width),
    ...findings.map(({ path, line, message, advice }) => cut(`        ${path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}`} `}${printable(message)} ${printable(advice)}`, width)),
  ]);
};
