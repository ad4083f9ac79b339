import { expect, it } from 'vitest';
import { alarmChangeOf, AlarmStateChangeEvent } from '../../../../lambdas/trigger/alarm-change.ts';

/** As EventBridge sends it, shortened to what is read and a little beside. */
const EVENT = {
  version: '0', id: 'c4c1c1c9', 'detail-type': 'CloudWatch Alarm State Change', source: 'aws.cloudwatch', account: '123456789012', time: '2026-10-02T17:04:40Z', region: 'us-east-1',
  resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:orders-sev1'],
  detail: {
    alarmName: 'orders-sev1',
    configuration: { description: 'Errors', metrics: [{ id: 'm1', metricStat: { metric: { dimensions: { FunctionName: 'orders', Resource: 'orders:live' }, name: 'Errors', namespace: 'AWS/Lambda' }, period: 60, stat: 'Sum' }, returnData: true }] },
    previousState: { value: 'OK', timestamp: '2026-10-02T16:00:00.000+0000' },
    state: { reason: 'Threshold Crossed', reasonData: '{}', timestamp: '2026-10-02T17:04:40.985+0000', value: 'ALARM' },
  },
};

it('reads function, state and the alarm’s own moment out of the event', () => {
  expect(alarmChangeOf(AlarmStateChangeEvent.parse(EVENT))).toEqual({
    alarm: 'orders-sev1', arn: EVENT.resources[0], functionName: 'orders', state: 'ALARM', at: Date.UTC(2026, 9, 2, 17, 4, 40, 985), reason: 'Threshold Crossed',
  });
});

it('takes a composite alarm, which has no metrics, and tags that came along', () => {
  const { detail: { configuration: _, ...detail }, ...event } = EVENT;
  const change = alarmChangeOf(AlarmStateChangeEvent.parse({ ...event, resources: [], detail: { ...detail, alarmTags: { 'pawl:severity': 'critical' }, state: { value: 'OK' } } }));
  expect(change).toEqual({ alarm: 'orders-sev1', state: 'OK', at: Date.UTC(2026, 9, 2, 17, 4, 40), tags: { 'pawl:severity': 'critical' } });
});

it('refuses what is no change of an alarm', () => {
  expect(AlarmStateChangeEvent.safeParse({ time: EVENT.time, detail: { alarmName: 'x', state: { value: 'odd' } } }).success).toBe(false);
});
