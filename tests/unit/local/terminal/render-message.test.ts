import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../../shared/rules/gate/unified-diff.ts';
import { renderDiff } from '../../../../local/terminal/render-diff.ts';
import { liveFrameOf, renderMessage, renderPlain } from '../../../../local/terminal/render-message.ts';
import { renderOpportunities } from '../../../../local/terminal/render-opportunities.ts';
import { visibleWidth } from '../../../../local/terminal/visible-text.ts';
import type { Json } from '../../../../shared/domain/json.ts';
import type { Message } from '../../../../shared/ports/host.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE, reportFacts } from '../../../support/report-facts.ts';
import { FRAME } from './live-frame-fixture.ts';

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const message = (changed: Partial<Message>): Message => ({ code: 'PAWL-X-001', level: 'info', text: 'something happened', ...changed });
const look = { width: 60, colour: false };

describe('a message', () => {
  it('has a mark for its level, and is broken at the width', () => {
    expect(renderMessage(message({ level: 'result' }), look)).toEqual([' ✔ something happened']);
    expect(renderMessage(message({ level: 'error' }), look)[0]).toMatch(/^ ✖/);
    const long = renderMessage(message({ text: 'word '.repeat(40).trim() }), look);
    expect(long.length).toBeGreaterThan(2);
    for (const line of long) expect(visibleWidth(line)).toBeLessThanOrEqual(60);
    expect(long[1]).toMatch(/^ {3}word/);
  });

  it('is a heading when its code says so', () => {
    expect(renderMessage(message({ code: 'PAWL-STEP-001', text: 'The fix' }), look)).toEqual(['', ' The fix']);
    expect(renderPlain(message({ code: 'PAWL-STEP-001', text: 'The fix' }))).toEqual(['== The fix']);
  });

  it('is one searchable line when plain, and says how bad it is', () => {
    expect(renderPlain(message({ level: 'warning', text: 'word '.repeat(60).trim() }))).toHaveLength(1);
    expect(renderPlain(message({ level: 'error' }))).toEqual(['error: something happened']);
  });

  it('cannot command the terminal', () => {
    expect(renderMessage(message({ text: 'a\u001B[2Jb' }), look)).toEqual([' · ab']);
    expect(renderPlain(message({ code: 'PAWL-DIFF-001', text: '', data: { diff: '+a\u001B]0;x\u0007b' } })).join('')).not.toContain('\u001B');
  });

  it('shows the data that belongs to its code, and nothing when it has another shape', () => {
    const [improvement] = reportFacts().facts.improvements;
    const checks = renderMessage(message({ code: 'PAWL-CHECKS-001', data: { checks: json(improvement?.report?.checks) } }), look);
    expect(checks).toHaveLength(1 + 7 + 1);
    expect(checks[1]).toContain('✓ scope');
    expect(renderMessage(message({ code: 'PAWL-OPPS-001', data: { rows: json([N_PLUS_ONE]) } }), look).join('\n')).toContain('One call per line');
    for (const code of ['PAWL-CHECKS-001', 'PAWL-DIFF-001', 'PAWL-LIVE-001']) expect(renderMessage(message({ code, data: { rows: 3, checks: 'x' } }), look)).toEqual([' · something happened']);
  });

  it('is a live frame only with a whole frame in it', () => {
    expect(liveFrameOf(message({ code: 'PAWL-LIVE-001', data: { ...FRAME } }))).toMatchObject({ weight: 0.5 });
    expect(liveFrameOf(message({ code: 'PAWL-LIVE-001', data: { weight: 1 } }))).toBeUndefined();
    expect(liveFrameOf(message({ code: 'PAWL-X-001', data: { ...FRAME } }))).toBeUndefined();
  });
});

describe('the table of opportunities', () => {
  it('lists the best first, with their scores', () => {
    const lines = renderOpportunities([NULL_DEREFERENCE, N_PLUS_ONE], 100);
    expect(lines[0]).toMatch(/score +priority +gain +sure +risk +opportunity/);
    expect(lines[1]).toMatch(/58\u202f464 +critical +58 % +97 % +low +One call per line/);
    expect(lines[2]).toContain('670');
  });

  it('gives up columns before it gives up the title when it is narrow', () => {
    for (const width of [30, 44, 60, 80, 120]) for (const line of renderOpportunities([N_PLUS_ONE], width)) expect(visibleWidth(line)).toBeLessThanOrEqual(width);
    expect(renderOpportunities([N_PLUS_ONE], 44)[0]).not.toContain('risk');
    expect(renderOpportunities([N_PLUS_ONE], 44)[1]).toContain('One call per line');
  });
});

describe('a diff', () => {
  const diff = unifiedDiff([{ path: 'a.ts', before: 'one\nsame\n', after: 'two\nsame\n' }]);

  it('is coloured by its signs', () => {
    const lines = renderDiff(diff, undefined, true);
    expect(lines.find((line) => line.includes('-one'))).toContain('\u001B[31m');
    expect(lines.find((line) => line.includes('+two'))).toContain('\u001B[32m');
    expect(lines.find((line) => line.includes('@@'))).toContain('\u001B[36m');
  });

  it('can still be read without colours, and cut to a width', () => {
    expect(renderDiff(diff, undefined, false).map((line) => line.trim())).toEqual(['--- a/a.ts', '+++ b/a.ts', '@@ -1,2 +1,2 @@', '-one', '+two', 'same']);
    for (const line of renderDiff(diff, 9, false)) expect(visibleWidth(line)).toBeLessThanOrEqual(9);
  });
});
