import pico from 'picocolors';
import * as z from 'zod';
import { showCount, showPercent, showShare } from '../../shared/rules/explaining/figures.ts';
import { Opportunity } from '../../shared/domain/opportunity.ts';
import { cut, padLeft, padRight, printable } from './visible-text.ts';

/** One line of the table: the `data.rows` of a message whose code begins with `PAWL-OPPS-`. Whole opportunities fit too. */
export const OpportunityRow = Opportunity.pick({ title: true, kind: true, impactScore: true, priority: true, confidence: true, risk: true, gainPercent: true });
export type OpportunityRow = z.infer<typeof OpportunityRow>;
export const OpportunityRows = z.array(OpportunityRow);

const PAINT = { critical: 'red', high: 'yellow', medium: 'cyan', low: 'dim' } as const satisfies Record<OpportunityRow['priority'], string>;

type Column = { readonly title: string; readonly width: number; readonly right: boolean; readonly show: (row: OpportunityRow) => string };

/** From the least to the most dispensable; those at the end go first when the terminal is narrow. The title takes what is left. */
const COLUMNS: readonly Column[] = [
  { title: 'score', width: 8, right: true, show: ({ impactScore }) => showCount(impactScore) },
  { title: 'priority', width: 8, right: false, show: ({ priority }) => priority },
  { title: 'gain', width: 6, right: true, show: ({ gainPercent }) => showPercent(gainPercent) },
  { title: 'sure', width: 6, right: true, show: ({ confidence }) => showShare(confidence) },
  { title: 'risk', width: 6, right: false, show: ({ risk }) => risk },
];

const TITLE_LEAST = 40;

/** What was found, best first, as a table of at most `width` columns. */
export const renderOpportunities = (rows: readonly OpportunityRow[], width: number, colour = false): string[] => {
  if (rows.length === 0) return [];
  const colours = pico.createColors(colour);
  let shown = COLUMNS;
  const taken = (): number => shown.reduce((sum, column) => sum + column.width + 2, 2);
  while (shown.length > 1 && width - taken() < TITLE_LEAST) shown = shown.slice(0, -1);
  const titleWidth = Math.max(10, width - taken());
  const cell = (text: string, column: Column): string => (column.right ? padLeft(text, column.width) : padRight(text, column.width));
  const line = (cells: (column: Column) => string, title: string): string => cut(`  ${shown.map((column) => cells(column)).join('  ')}  ${cut(title, titleWidth)}`, width);
  return [
    line((column) => colours.dim(cell(column.title, column)), colours.dim('opportunity')),
    ...[...rows]
      .sort((a, b) => b.impactScore - a.impactScore)
      .map((row) => line((column) => (column.title === 'priority' ? colours[PAINT[row.priority]](cell(column.show(row), column)) : cell(column.show(row), column)), printable(row.title))),
  ];
};
