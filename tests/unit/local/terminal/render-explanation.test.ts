import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonHost } from '../../../../local/terminal/json-host.ts';
import { createTerminalHost } from '../../../../local/terminal/terminal-host.ts';
import { renderExplanation } from '../../../../local/terminal/explanation/render-explanation.ts';
import { valueScale } from '../../../../local/terminal/explanation/scale.ts';
import { visibleWidth } from '../../../../local/terminal/visible-text.ts';
import type { Explanation } from '../../../../shared/domain/explanation.ts';
import type { Message } from '../../../../shared/ports/host.ts';
import { explainOpportunity } from '../../../../shared/rules/explaining/explain-opportunity.ts';
import { latencySeries, ONE_REQUEST } from '../../../support/explained-opportunity.ts';
import { timeTicks } from '../../../../shared/rules/explaining/time-ticks.ts';
import { NOON, ORDERS } from '../../../support/observed-service.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE } from '../../../support/report-facts.ts';

const SERIES = latencySeries(NOON);
const CALLS = ONE_REQUEST;
const PLAIN = explainOpportunity({ opportunity: N_PLUS_ONE, target: ORDERS, lessons: [], at: NOON });
const PAGE: Explanation = { ...PLAIN, series: SERIES, calls: CALLS };

const draw = (explanation: Explanation, look: Partial<{ width: number; colour: boolean; ascii: boolean }> = {}): string[] => renderExplanation(explanation, { width: 80, colour: false, ascii: false, ...look });

describe('the page of an explanation', () => {
  it('draws what was measured over what was expected, with the limit, the onset and the deployment', () => {
    const lines = draw(PAGE);
    const chart = lines.slice(lines.findIndex((line) => line.includes('p95 latency, one minute a point')));
    expect(chart.slice(1, 9).join('')).toMatch(/[\u2801-\u28FF]/);
    expect(chart.slice(1, 9).join('')).toContain('░');
    expect(chart.slice(1, 9).join('')).toContain('╌');
    expect(chart.slice(1, 9).filter((line) => line.includes('┊')).length).toBeGreaterThan(3);
    expect(chart[10]).toMatch(/◆ +▲/);
    expect(chart[11]).toMatch(/12:00 +12:10 .* 12:50/);
    expect(lines.join('\n')).toContain('limit 216 ms');
    expect(lines.join('\n')).toContain('▲ since 12:40');
    expect(lines.join('\n')).toContain('◆ version 4 12:20');
  });

  it('paints red what lies outside the band on the bad side only', () => {
    const [calm, bad] = [SERIES.points.slice(0, 40), SERIES.points].map((points) => draw({ ...PAGE, series: { ...SERIES, points } }, { colour: true }).join('\n'));
    // oxlint-disable-next-line no-control-regex -- the colour that we write ourselves
    const red = /\u001B\[31m[\u2801-\u28FF]/u;
    expect(red.test(calm ?? '')).toBe(false);
    expect(red.test(bad ?? '')).toBe(true);
    expect(red.test(draw({ ...PAGE, series: { ...SERIES, bad: 'below' } }, { colour: true }).join('\n'))).toBe(false);
  });

  it('lays the calls of a request out over its time', () => {
    const lines = draw(PAGE);
    expect(lines.find((line) => line.includes('6 × GET products/{}'))).toMatch(/█+·+ +54 ms, in turn$/);
    expect(lines.find((line) => line.includes('from withProducts src/orders.ts:31'))).toBeDefined();
  });

  it('shows the score in its parts, and what happens next', () => {
    const text = draw(PAGE).join(' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('58 % gain × 4 200 users an hour × 24 hours a day ÷ 100, × 1.5 (severity high) × 1 (97 % sure) × 1 (risk low)');
    expect(text).toContain('a person says yes before it meets any traffic');
  });

  it('fits 80 columns in about forty lines', () => {
    expect(draw(PAGE).length).toBeLessThan(56);
  });

  it('holds to the width there is, from 40 columns up', () => {
    for (const width of [40, 60, 80, 120, 200]) {
      for (const explanation of [PAGE, explainOpportunity({ opportunity: NULL_DEREFERENCE, target: ORDERS, lessons: [], at: NOON })]) {
        for (const line of draw(explanation, { width, colour: true })) expect(visibleWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
      }
    }
  });

  it('uses nothing but ASCII where nothing else can be shown', () => {
    const text = draw(PAGE, { ascii: true }).join('\n');
    // oxlint-disable-next-line no-control-regex -- the range of ASCII
    expect(/[^\u0000-\u007F]/.exec(text)).toBeNull();
    expect(text).toContain('***');
    expect(text).toContain(':::');
  });

  it('lets no text from the telemetry command the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\u001B', '[', '2', 'J', ']', '0', ';', '\u0007', '\r', '\n', '\u009B', '\u202E', 'a', ' ', '\u{1F600}') }), (evil) => {
        const hostile: Explanation = {
          ...PAGE, title: evil, headline: evil, targetId: evil, facts: [[evil, evil]], samples: [{ text: evil }], believes: [evil], next: evil,
          series: { ...SERIES, measure: evil, marks: [{ at: NOON + 60_000, what: evil }] },
          calls: { ...CALLS, calls: CALLS.calls.map((call) => ({ ...call, shape: evil, from: evil })) },
          sites: [{ path: evil, line: 1, column: 1, functionName: evil, source: { from: 1, lines: [evil] } }],
        };
        // oxlint-disable-next-line no-control-regex -- these are what must not be there
        expect(/[\u0000-\u001F\u007F-\u009F\u202E]/.exec(draw(hostile).join(''))).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  it('draws any series without a fault, within its lines', () => {
    const number = fc.oneof(fc.constant(null), fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((value) => value / 1000));
    const point = fc.tuple(fc.integer({ min: 0, max: 5000 }), number, number, number, number);
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), fc.boolean(), (points, ascii) => {
        const lines = draw({ ...PAGE, series: { ...SERIES, points } }, { ascii });
        for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(80);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the scales', () => {
  it('hold every value between round ticks', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.nat(1_000_000), (hundredths, more) => {
        const [least, most] = [hundredths / 100, (hundredths + more) / 100];
        const { low, high, ticks } = valueScale(least, most, 4);
        expect(low).toBeLessThanOrEqual(least + 1e-6);
        expect(high).toBeGreaterThanOrEqual(most - 1e-6);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
    );
    expect(valueScale(0, 260, 4).ticks).toEqual([0, 100, 200, 300]);
  });

  it('name round moments as the distance asks for', () => {
    expect(timeTicks(NOON, NOON + 3_600_000, 6).map(({ text }) => text)).toEqual(['12:00', '12:10', '12:20', '12:30', '12:40', '12:50', '13:00']);
    expect(timeTicks(NOON, NOON + 60_000, 6)[1]?.text).toBe('12:00:10');
    expect(timeTicks(NOON, NOON + 28 * 86_400_000, 6)[0]?.text).toMatch(/^\d+ Nov$/);
  });
});

describe('an explanation as a message', () => {
  const message: Message = { code: 'PAWL-EXPLAIN-001', level: 'result', text: PAGE.headline, data: JSON.parse(JSON.stringify({ explanation: PAGE, improvement: { id: 'imp-1', state: 'watching' } })) as NonNullable<Message['data']> };
  const said = (options: Partial<Parameters<typeof createTerminalHost>[0]>): string => {
    const written: string[] = [];
    createTerminalHost({ stream: { write: (text) => written.push(text) }, environment: {}, ...options }).notify(message);
    return written.join('');
  };

  it('is a page of its own on a terminal and in a file', () => {
    for (const text of [said({ interactive: true, width: 80 }), said({})]) {
      expect(text).toContain('p95 latency, one minute a point');
      expect(text).toContain('imp-1 took it up; it is watching now.');
      expect(text).not.toContain('✔');
    }
  });

  it('is plain ASCII where the locale has nothing else', () => {
    // oxlint-disable-next-line no-control-regex -- the range of ASCII
    const beyondAscii = /[^\u0000-\u007F]/;
    expect(beyondAscii.test(said({ environment: { LANG: 'C' } }))).toBe(false);
    expect(beyondAscii.test(said({ environment: { LANG: 'C', LC_ALL: 'de_DE.UTF-8' } }))).toBe(true);
  });

  it('is the explanation itself as JSON', () => {
    const written: string[] = [];
    createJsonHost({ write: (text) => written.push(text) }).notify(message);
    expect(JSON.parse(written.join(''))).toMatchObject({ data: { explanation: JSON.parse(JSON.stringify(PAGE)) as object } });
  });
});
