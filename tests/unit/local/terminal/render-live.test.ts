import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveFrame, liveTests } from '../../../../local/terminal/live-frame.ts';
import { renderLive, renderLiveLine } from '../../../../local/terminal/render-live.ts';
import { visibleWidth } from '../../../../local/terminal/visible-text.ts';
import { FRAME } from './live-frame-fixture.ts';

const lineWith = (lines: readonly string[], text: string): string => lines.find((line) => line.includes(text)) ?? '';
const full = (line: string): number => line.split('█').length - 1;
const meter = (line: string): number => full(line) + line.split('░').length - 1;

describe('the live block', () => {
  it("shows both versions' numbers, the traffic and the sentence", () => {
    const lines = renderLive(FRAME, 90, false);
    expect(lineWith(lines, 'stable 3')).toMatch(/1\u202f446\s+112 ms\s+233 ms\s+0\.07 %/);
    expect(lineWith(lines, 'candidate 4')).toMatch(/1\u202f452\s+46 ms\s+95 ms\s+0 %/);
    expect(lineWith(lines, 'traffic')).toContain('50 %');
    expect(lines.join('\n')).toContain('No harm found after 17 s');
    expect(lines[0]).toMatch(/Watching {2}Fetch the products.*17 s/);
  });

  it('fills each bar by how far the logarithm of the evidence has come', () => {
    const lines = renderLive(FRAME, 90, false);
    const halfway = lines.findLast((line) => line.includes('failures ')) ?? '';
    expect(full(halfway) / meter(halfway)).toBeCloseTo(0.5, 1);
    expect(full(lineWith(lines, 'claim'))).toBe(meter(lineWith(lines, 'claim')));
    expect(lineWith(lines, 'claim')).toContain('✓ shown');
    expect(lineWith(lines, 'roll back?')).toContain('latency');
    expect(full(lineWith(lines, 'roll back?'))).toBe(0);
  });

  it('says when harm has been shown', () => {
    const harmed = { ...FRAME, logEvidence: { 'harm:latency': Math.log(201) } };
    expect(lineWith(renderLive(harmed, 80, false), 'roll back?')).toContain('harm shown');
  });

  it('fits any width, whatever is in it', () => {
    const text = fc.oneof(fc.string(), fc.constant('表表表表表表表表表表表表表表表表表表'), fc.constant('\u001B[2J'));
    const number = fc.double({ min: 0, max: 1e9, noNaN: true });
    const side = fc.record({ version: fc.constantFrom('3', undefined), requests: fc.nat(), p50Ms: number, p95Ms: fc.oneof(number, fc.constant(null)), failureRate: fc.double({ min: 0, max: 1, noNaN: true }) });
    const frame = fc.record({ title: text, stable: side, candidate: side, weight: fc.double({ min: 0, max: 1, noNaN: true }), logEvidence: fc.dictionary(fc.constantFrom('harm:latency', 'promotion:claim', 'odd'), fc.double({ min: -900, max: 900, noNaN: true })), thresholds: fc.constant(FRAME.thresholds), elapsedSeconds: number, sentence: text });
    fc.assert(
      fc.property(frame, fc.integer({ min: 20, max: 200 }), fc.boolean(), (each, width, colour) => {
        for (const line of renderLive(each, width, colour)) expect(visibleWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('leaves the median out where there is no room for it', () => {
    expect(renderLive(FRAME, 50, false).join('\n')).not.toContain('p50');
    expect(renderLive(FRAME, 80, false).join('\n')).toContain('p50');
  });

  it('has colours only when they are wanted', () => {
    expect(renderLive(FRAME, 80, false).join('')).not.toContain('\u001B');
    expect(renderLive(FRAME, 80, true).join('')).toContain('\u001B[');
  });

  it('fits into one plain line too', () => {
    const line = renderLiveLine(FRAME);
    expect(line).not.toContain('\n');
    expect(line).toContain('candidate 1452 requests, p50 46 ms, p95 95 ms, 0 % failed');
    expect(line).toContain('50 % of the traffic');
  });
});

describe('a live frame', () => {
  it('has usual thresholds where none are given, and is refused when numbers are missing', () => {
    const { thresholds: _, ...rest } = FRAME;
    expect(LiveFrame.parse(rest).thresholds).toEqual({ harm: 200, promotion: 20 });
    expect(LiveFrame.safeParse({ ...FRAME, stable: { requests: 'many' } }).success).toBe(false);
  });

  it('lists the tests of harm before those for promotion', () => {
    expect(liveTests({ ...FRAME, logEvidence: { 'promotion:claim': 4, 'harm-latency': 1 } }).map(({ question, metric, reached }) => [question, metric, reached])).toEqual([['harm', 'latency', false], ['promotion', 'claim', true]]);
  });
});
