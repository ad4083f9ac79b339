import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resourcesOf, STAGE, synthesized } from './synthesized.ts';

const { loop, orders } = synthesized();
const alarmsIn = (template: typeof loop) => Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).map(({ Properties = {} }) => Properties);
const named = (name: string) => alarmsIn(loop).find(({ AlarmName }) => AlarmName === `pawl-${STAGE}-${name}`);
const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
const metrics = readFileSync('docs/metrics.md', 'utf8');

describe('Alarms', () => {
  it.each(['HighFailureRate', 'HighRollbackRate', 'LongCycleDuration', 'GuardSilent', 'GuardActed', 'WatchSilent', 'TelemetrySilent', 'TelemetryLate', 'UndeliveredEvents', 'FailedInvocations'])('There is %s.', (name) => {
    expect(named(name)).toBeDefined();
  });

  it('Each says in a sentence what it means and names an entry of the runbook that exists.', () => {
    const all = [...alarmsIn(loop), ...alarmsIn(orders)];
    expect(all.length).toBe(14);
    for (const { AlarmDescription, AlarmName } of all) {
      const [, means, entry] = /^(.{30,}\.) Runbook: “(.+)” in docs\/runbook\.md\.$/.exec(String(AlarmDescription)) ?? [];
      expect(means, String(AlarmName)).toBeDefined();
      expect(headings, String(AlarmName)).toContain(entry);
    }
  });

  it('Where Slack or webhooks are told, somebody hears when nothing is sent there any more; elsewhere that costs nothing.', () => {
    expect(named('NoticesUnsent')).toBeUndefined();
    const told = synthesized({ channels: { channels: 1, parameters: ['/pawl/hook'] } }).loop;
    const alarm = alarmsIn(told).find(({ AlarmName }) => AlarmName === `pawl-${STAGE}-NoticesUnsent`);
    expect(alarm).toMatchObject({ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: `pawl-${STAGE}-deliver-notices` }], Threshold: 2, Statistic: 'Sum' });
    const [, entry] = /Runbook: “(.+)” in docs\/runbook\.md\.$/.exec(String(alarm?.['AlarmDescription'])) ?? [];
    expect(headings).toContain(entry);
  });

  it('Each tells somebody.', () => {
    for (const { AlarmActions, AlarmName } of [...alarmsIn(loop), ...alarmsIn(orders)]) expect(AlarmActions, String(AlarmName)).toHaveLength(1);
  });

  it('The three of the requirements have their thresholds.', () => {
    expect(named('HighFailureRate')).toMatchObject({ MetricName: 'improvement_cycles_failed', Statistic: 'Sum', Threshold: 3, Period: 3600, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' });
    expect(named('HighRollbackRate')).toMatchObject({ MetricName: 'improvements_rolled_back', Statistic: 'Sum', Threshold: 2, Period: 3600, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' });
    expect(named('LongCycleDuration')).toMatchObject({ MetricName: 'cycle_active_seconds', Threshold: 300, Period: 300, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' });
  });

  it('Silence is alarming where a count must come each minute.', () => {
    for (const name of ['GuardSilent', 'WatchSilent', 'TelemetrySilent']) expect(named(name)).toMatchObject({ TreatMissingData: 'breaching', Period: 60, EvaluationPeriods: 5, Statistic: 'SampleCount' });
  });

  it('Pawl’s own metrics are looked at where the functions publish them, and are written down.', () => {
    const own = alarmsIn(loop).filter(({ Namespace }) => Namespace === 'Pawl');
    expect(own.length).toBe(8);
    for (const { Dimensions, MetricName } of own) {
      expect(Dimensions).toEqual([{ Name: 'service', Value: `pawl-${STAGE}` }]);
      expect(metrics, String(MetricName)).toContain(`\`${String(MetricName)}\``);
    }
  });

  it('A target’s alarms carry how bad they are.', () => {
    const severities = Object.fromEntries(alarmsIn(orders).map(({ AlarmName, Tags }) => [String(AlarmName).replace(`pawl-${STAGE}-target-orders-`, ''), (Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'pawl:severity')?.Value]));
    expect(severities).toEqual({ errors: 'critical', duration: 'high', throttles: 'high', 'telemetry-silent': 'medium' });
  });

  it('The dashboard has the three graphs of the requirements.', () => {
    const [dashboard] = Object.values(resourcesOf(loop, 'AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard?.Properties?.['DashboardBody']);
    for (const title of ['Improvement Success Rate', 'Cycle Duration', 'Impact Score Trend']) expect(body).toContain(title);
    expect(dashboard?.Properties?.['DashboardName']).toBe(`pawl-${STAGE}-ImprovementCycle`);
  });
});
