import { describe, expect, it } from 'vitest';
import { emfMetrics } from '../../../../../shared/adapters/aws/emf-metrics.ts';

const publish = async (...published: Parameters<ReturnType<typeof emfMetrics>['publish']>) => {
  const lines: string[] = [];
  await emfMetrics({ service: 'pawl-prod', now: () => 1_700_000_000_000, write: (line) => lines.push(line) }).publish(...published);
  return lines.map((line) => {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    return JSON.parse(line) as Record<string, unknown> & { _aws: { CloudWatchMetrics: { Metrics: { Name: string }[] }[] } };
  });
};

describe('metrics in the log', () => {
  it('are one JSON line in the embedded metric format, and with a dimension also counted without it', async () => {
    expect(await publish([{ name: 'improvement_cycles_started', value: 1, unit: 'Count' }, { name: 'cycle_duration_seconds', value: 12.5, unit: 'Seconds' }], { tenant: 'acme' })).toEqual([
      {
        _aws: {
          Timestamp: 1_700_000_000_000,
          CloudWatchMetrics: [
            { Namespace: 'Pawl', Dimensions: [['service'], ['service', 'tenant']], Metrics: [{ Name: 'improvement_cycles_started', Unit: 'Count' }, { Name: 'cycle_duration_seconds', Unit: 'Seconds' }] },
          ],
        },
        service: 'pawl-prod',
        tenant: 'acme',
        improvement_cycles_started: 1,
        cycle_duration_seconds: 12.5,
      },
    ]);
  });

  it('have the stage as their one dimension where no other is given, and no line when there is nothing', async () => {
    expect(await publish([{ name: 'impact_score_total', value: 0, unit: 'None' }])).toMatchObject([{ _aws: { CloudWatchMetrics: [{ Dimensions: [['service']] }] }, service: 'pawl-prod', impact_score_total: 0 }]);
    expect(await publish([])).toEqual([]);
  });

  it('go in several lines when they are more than CloudWatch reads from one', async () => {
    const lines = await publish(Array.from({ length: 205 }, (_, index) => ({ name: `m${index}`, value: index, unit: 'Count' as const })));
    expect(lines.map(({ _aws }) => _aws.CloudWatchMetrics[0]?.Metrics.length)).toEqual([100, 100, 5]);
    expect(lines[2]?.['m204']).toBe(204);
  });

  it('that CloudWatch would drop in silence are refused', async () => {
    const one = (name: string, value: number) => ({ name, value, unit: 'Count' as const });
    await expect(publish([one('a', Number.NaN)])).rejects.toThrow(/a is NaN/);
    await expect(publish([one('tenant', 1)], { tenant: 'acme' })).rejects.toThrow(/tenant has the name/);
    await expect(publish([one('a', 1), one('a', 2)])).rejects.toThrow(/twice/);
    await expect(publish([one('a', 1)], Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`d${index}`, 'x'])))).rejects.toThrow(/30 dimensions/);
  });
});
