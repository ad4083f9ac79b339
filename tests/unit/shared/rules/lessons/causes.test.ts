import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../../shared/domain/check.ts';
import type { Improvement } from '../../../../../shared/domain/improvement.ts';
import { causeKey, causesOfEnding, causesOfReport } from '../../../../../shared/rules/lessons/causes.ts';

const check = (changes: Partial<Check>): Check => ({ name: 'types', status: 'failed', summary: '', findings: [], durationMs: 1, ...changes });
const finding = (message: string, rule?: string) => ({ message, advice: '', ...(rule === undefined ? {} : { rule }) });
const ended = (state: Improvement['state'], changes: Partial<Improvement> = {}) => ({ state, history: [{ state, at: 1, by: 'validation' }], ...changes });
const report = (checks: Check[], passed = false) => ({ passed, checks, quality: 0.5, testsPassed: 0, isolation: 'sandbox' as const, digest: 'd' });

describe('what the gate found', () => {
  it('is told by check and rule, each once, whatever the message says', () => {
    const causes = causesOfReport({ checks: [
      check({ findings: [finding('TS2339: Property x does not exist.'), finding('Another one, TS2339.'), finding('TS2551: y?')] }),
      check({ name: 'security', findings: [finding('It runs a command.', 'command-execution')] }), check({ name: 'tests' }), check({ name: 'scope', status: 'passed' }),
    ] });
    expect(causes.map(causeKey)).toEqual(['gate:types:TS2339', 'gate:types:TS2551', 'gate:security:command-execution', 'gate:tests:']);
    expect(causes[0]).toMatchObject({ example: 'TS2339: Property x does not exist.' });
  });

  it('keeps of a message what the telemetry firewall lets pass', () => {
    const [cause] = causesOfReport({ checks: [check({ findings: [finding(`Mail to ada.lovelace@example.com\u202E\n\u001b[31m${'x'.repeat(900)}`)] })] });
    if (cause?.from !== 'gate') throw new Error('no cause');
    for (const kept of ['ada.lovelace', '\u202E', '\u001B', '\n']) expect(cause.example).not.toContain(kept);
    expect(cause.example?.length).toBeLessThanOrEqual(160);
  });
});

describe('why an improvement did not stay', () => {
  it.each([
    ['rolled-back', { kind: 'roll-back', reason: 'harm-latency' }, ['judge:latency']],
    ['rolled-back', { kind: 'roll-back', reason: 'flood-of-failures' }, ['judge:failures']],
    ['rolled-back', { kind: 'roll-back', reason: 'harm-together' }, ['judge:failures', 'judge:latency']],
    ['rolled-back', { kind: 'keep-watching', reason: 'watching' }, []],
    ['rolled-back', { kind: 'roll-back', reason: 'silent-canary' }, []],
    ['inconclusive', { kind: 'inconclusive', reason: 'window-over' }, ['judge:claim']],
    ['inconclusive', { kind: 'inconclusive', reason: 'telemetry-missing' }, []],
    ['reverted', undefined, ['revert']],
    ['promoted', undefined, []],
    ['superseded', undefined, []],
  ] as const)('%s with %j is %j', (state, verdict, keys) => {
    expect(causesOfEnding(ended(state), verdict).map(causeKey)).toEqual(keys);
  });

  it('takes silence for nobody’s no', () => {
    expect(causesOfEnding({ ...ended('rejected', { report: report([], true), reason: 'Nobody said yes or no within 72 h.' }), history: [{ state: 'rejected', at: 1, by: 'expiry' }] }, undefined)).toEqual([]);
  });

  it('tells a check, the quality and a person apart', () => {
    expect(causesOfEnding(ended('rejected', { report: report([check({ name: 'tests' })]) }), undefined)).toEqual([{ from: 'gate', check: 'tests' }]);
    expect(causesOfEnding(ended('rejected', { report: report([], true) }), undefined)).toEqual([{ from: 'quality' }]);
    expect(causesOfEnding({ ...ended('rejected', { report: report([], true), reason: 'ada: too clever' }), history: [{ state: 'rejected', at: 1, by: 'ada' }] }, undefined)).toEqual([{ from: 'person', words: 'ada: too clever' }]);
  });
});
