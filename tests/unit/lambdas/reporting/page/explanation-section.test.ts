import { describe, expect, it } from 'vitest';
import { bandChartSpec } from '../../../../../lambdas/reporting/page/band-chart.ts';
import { bandFigure } from '../../../../../lambdas/reporting/page/band-figure.ts';
import { explanationSection } from '../../../../../lambdas/reporting/page/explanation-section.ts';
import type { Explanation } from '../../../../../shared/domain/explanation.ts';
import { explained, latencySeries, ONE_REQUEST } from '../../../../support/explained-opportunity.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE } from '../../../../support/report-facts.ts';
import { T0 } from '../../../../support/simulated-release.ts';

const WHOLE = explained(N_PLUS_ONE, T0);
const shows = (html: string, text: string) => expect(html.includes(text), text).toBe(true);

describe('an explanation on the page', () => {
  it('is folded under priority, score and title, and holds everything that is known', () => {
    const { text } = explanationSection(WHOLE, undefined);
    for (const part of [WHOLE.title, WHOLE.headline, '6 × <code>GET products/{}</code>', 'one after the other', 'from withProducts src/orders.ts:31', '<span class="here">   31  ', '58 % gain × 4\u202f200 users an hour', WHOLE.next]) shows(text, part);
    expect(/<details[^>]* open/.test(text)).toBe(false);
    shows(text, 'id="why-opp-1"');
  });

  it('shows lines of the log where the evidence has some', () => {
    shows(explanationSection(explained(NULL_DEREFERENCE, T0), undefined).text, 'TypeError: Cannot read properties of undefined');
    expect(explanationSection(WHOLE, undefined).text.includes('From the log')).toBe(false);
  });

  it('draws the series with its band, in UTC, for wide pages and for phones', async () => {
    const { text } = (await bandFigure(WHOLE)) ?? { text: '' };
    expect(text.match(/<svg role="img" aria-labelledby="band-opp-1-(?:wide|narrow)-t/g)).toHaveLength(2);
    for (const colour of ['--stable', '--ink', '--back', '--doubt', '--muted']) shows(text, `var(${colour})`);
    for (const part of ['limit 216 ms', 'version 4', '15:30</text>', 'Between 171 ms and 299 ms']) shows(text, part);
  });

  it('marks only what lies outside the band on the bad side', () => {
    const marked = (bad: 'above' | 'below'): number => {
      const { layer } = bandChartSpec({ ...latencySeries(T0), bad }, 660) as unknown as { layer: { mark: { type: string }; data: { values: { out: boolean }[] } }[] };
      return layer.find(({ mark }) => mark.type === 'point')?.data.values.length ?? -1;
    };
    expect([marked('above'), marked('below')]).toEqual([20, 0]);
  });

  it('shows hostile text as text', async () => {
    const evil = `</code><script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
    const hostile: Explanation = {
      ...WHOLE, opportunityId: evil, title: evil, headline: evil, facts: [[evil, evil]], samples: [{ at: T0, text: evil }], believes: [evil], next: evil,
      series: { ...latencySeries(T0), measure: evil, marks: [{ at: T0 + 60_000, what: evil }] },
      calls: { ...ONE_REQUEST, calls: ONE_REQUEST.calls.map((call) => ({ ...call, shape: evil, from: evil })) },
      sites: [{ path: evil, line: 1, column: 1, functionName: evil, source: { from: 1, lines: [evil] } }],
      score: { ...WHOLE.score, experience: evil },
    };
    const { text } = explanationSection(hostile, await bandFigure(hostile));
    expect(/<script|<img|<[^>]*\son\w+=/i.exec(text.replaceAll(/"[^"]*"/g, '""'))?.[0]).toBeUndefined();
    shows(text, '&lt;script&gt;');
  });
});
