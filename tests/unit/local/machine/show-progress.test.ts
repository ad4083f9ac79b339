import { describe, expect, it } from 'vitest';
import { opportunitiesMessage } from '../../../../local/machine/show-progress.ts';
import { renderPlain } from '../../../../local/terminal/render-message.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';

const shown = (...given: Parameters<typeof opportunitiesMessage>): string[] => renderPlain(opportunitiesMessage(...given));
const heldBack = [{ title: 'TypeError in printedTotal', reason: 'abstained on this code: no model is configured' }];

describe('what a cycle found, as it is shown', () => {
  it('is nothing only where nothing is known', () => {
    expect(shown([], { improvements: [], heldBack: [] })).toEqual(['Nothing to improve was found.']);
  });

  it('is told with the reason where it is held back, and without an empty table', () => {
    expect(shown([], { improvements: [], heldBack })).toEqual(['Nothing new to improve was found. Held back: TypeError in printedTotal (abstained on this code: no model is configured).']);
  });

  it('is a table, with what is held back before it', () => {
    const [text, ...table] = shown([N_PLUS_ONE], { improvements: ['imp-1'], heldBack: [...heldBack, ...heldBack, ...heldBack, ...heldBack] });
    expect(text).toMatch(/^Held back: TypeError.*, and 1 more\. One opportunity, best first:$/);
    expect(table).toHaveLength(2);
  });

  it('says where none of it was taken up', () => {
    expect(shown([N_PLUS_ONE], { improvements: [], heldBack: [] })[0]).toMatch(/^One opportunity, best first; none is taken up now: .*no slot is free:$/);
  });
});
