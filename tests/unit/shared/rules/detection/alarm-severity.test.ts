import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../../../shared/domain/opportunity.ts';
import { severityOfAlarm, termsOfAlarm } from '../../../../../shared/rules/detection/alarm-severity.ts';

const ALARMS = { 'orders-latency': 'critical', 'orders-errors-sev1': { severity: 'low', cooldownSeconds: 60 }, 'orders-p1': { cooldownSeconds: 5 } } as const;

describe('how bad an alarm is', () => {
  it.each<[name: string, tags: Record<string, string>, severity: Severity, why: string]>([
    ['orders-latency', {}, 'critical', 'the settings say so'],
    ['orders-latency', { 'pawl:severity': 'low' }, 'critical', 'settings come before the tag'],
    ['orders-errors-sev1', {}, 'low', 'settings come before the name'],
    ['orders-p1', {}, 'critical', 'settings without a severity leave it to the name'],
    ['orders-p1', { 'pawl:severity': ' High ' }, 'high', 'the tag comes before the name'],
    ['orders-critical', { 'pawl:severity': 'terrible' }, 'critical', 'a tag that is no severity counts as none'],
    ['OrdersCritical', {}, 'critical', 'words in capitals'],
    ['Orders SEV-1: errors', {}, 'critical', 'a number of its own'],
    ['orders_high_latency', {}, 'high', 'underscores'],
    ['orders-minor', {}, 'low', 'another word'],
    ['highway-p100', {}, 'medium', 'parts of words are none'],
    ['toString', {}, 'medium', 'names of everything’s own properties are nothing special'],
    ['', {}, 'medium', 'nothing to go by'],
  ])('%s with %j is %s: %s', (name, tags, severity) => {
    expect(severityOfAlarm({ alarms: ALARMS }, { name, tags })).toBe(severity);
  });

  it('needs neither settings nor tags', () => {
    expect(severityOfAlarm({}, { name: 'orders-sev1' })).toBe('critical');
    expect(termsOfAlarm({}, 'x')).toBeUndefined();
    expect(termsOfAlarm({ alarms: ALARMS }, 'orders-latency')).toEqual({ severity: 'critical' });
  });
});
