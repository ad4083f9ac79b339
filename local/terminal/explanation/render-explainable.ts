import pico from 'picocolors';
import * as z from 'zod';
import { OpportunityKind, Priority } from '../../../shared/domain/opportunity.ts';
import { showCount } from '../../../shared/rules/explaining/figures.ts';
import { cut, padLeft, padRight } from '../visible-text.ts';
import { oneLine, shown } from './look.ts';

/** One that can be explained: the `data.rows` of the message `PAWL-EXPLAIN-002`. */
export const ExplainableRows = z.array(z.object({ id: z.string(), targetId: z.string(), title: z.string(), kind: OpportunityKind, priority: Priority, impactScore: z.number() }));

const PAINT = { critical: 'red', high: 'yellow', medium: 'cyan', low: 'dim' } as const satisfies Record<Priority, string>;
const SHORTEST_ID = 12;

/** As much of each id as it takes to tell them apart, and at least twelve characters: the beginning is enough to ask by. */
const idLength = (ids: readonly string[]): number => {
  const longest = Math.max(0, ...ids.map((id) => id.length));
  for (let length = SHORTEST_ID; length < longest; length += 1) if (new Set(ids.map((id) => id.slice(0, length))).size === ids.length) return length;
  return longest;
};

/** What can be explained, one a line: id, score, priority, title. */
export const renderExplainable = (rows: z.infer<typeof ExplainableRows>, { width, colour, ascii }: { readonly width: number; readonly colour: boolean; readonly ascii: boolean }): string[] => {
  const colours = pico.createColors(colour);
  const idWidth = idLength(rows.map(({ id }) => id));
  return rows.map(({ id, title, priority, impactScore }) =>
    cut(`  ${padRight(oneLine(id.slice(0, idWidth), { ascii }), idWidth)}  ${padLeft(shown(showCount(impactScore), { ascii }), 8)}  ${colours[PAINT[priority]](padRight(priority, 8))}  ${oneLine(title, { ascii })}`, width),
  );
};
