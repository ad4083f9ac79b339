import { describe, expect, test } from 'vitest';
import { receiveEvent, ReceiveEventInput } from '../../../../lambdas/telemetry/receive-event.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import { TargetEvent } from '../../../../shared/domain/signal.ts';
import type { Message } from '../../../../shared/ports/host.ts';
import type { SpoolBatch } from '../../../../shared/ports/spool.ts';
import { ORDERS } from '../../../support/observed-service.ts';
import { alarmStateChange, compositeAlarmStateChange, invocationResult, lambdaCall } from '../../../support/eventbridge-events.ts';

const target = (id: string, more: Partial<Target> = {}): Target => ({ ...ORDERS, id, functionName: id, ...more });

const receive = async (event: unknown, targets: readonly Target[] = [target('orders'), target('stock')]) => {
  const batches: SpoolBatch[] = [];
  const told: Message[] = [];
  const woken: [string, string, boolean, number][] = [];
  await receiveEvent(ReceiveEventInput.parse(event), {
    spool: { put: async (batch) => void batches.push(batch) },
    registered: { all: async () => targets.map((one) => ({ target: one, functionArn: `arn:aws:lambda:us-east-1:123456789012:function:${one.functionName}`, handlerFile: 'index.mjs', commit: 'c' })) },
    looks: { alarm: async (...woke) => void woken.push(woke) },
    host: { notify: (message) => void told.push(message) },
  });
  for (const { events } of batches) for (const one of events) TargetEvent.parse(one);
  return { batches, told, woken, found: batches.map(({ functionName, events }) => [functionName, ...events]) };
};

describe('an alarm that changes its state', () => {
  test('is an event of the function whose metric it looks at, at the time of the change', async () => {
    const { found } = await receive(alarmStateChange());
    expect(found).toEqual([['orders', { kind: 'alarm', id: `alarm orders-errors ALARM ${Date.UTC(2026, 10, 21, 12, 0, 0, 985)}`, at: Date.UTC(2026, 10, 21, 12, 0, 0, 985), alarm: 'orders-errors', state: 'ALARM' }]]);
  });

  test('delivered again under another id, it is the same event; its next change is another', async () => {
    const id = async (event: unknown) => (await receive(event)).batches[0]?.events[0]?.id;
    expect(await id(alarmStateChange({}, { id: 'another' }))).toBe(await id(alarmStateChange()));
    expect(await id(alarmStateChange({ timestamp: '2026-11-21T12:03:00.985+0000' }))).not.toBe(await id(alarmStateChange()));
  });

  test('without a function in its dimensions, it belongs to the targets that name it', async () => {
    const targets = [target('orders', { alarms: { 'checkout is broken': 'critical' } }), target('stock')];
    expect((await receive(compositeAlarmStateChange('checkout is broken'), targets)).found).toMatchObject([['orders', { alarm: 'checkout is broken' }]]);
    expect((await receive(compositeAlarmStateChange('something else'), targets)).found).toEqual([]);
  });

  test('is told once to a function that two targets share', async () => {
    expect((await receive(alarmStateChange(), [target('orders'), target('orders-b', { functionName: 'orders' })])).found).toHaveLength(1);
  });

  test('has its targets looked at with the next tick, and lets them rest again when it is over', async () => {
    const targets = [target('orders'), target('orders-b', { functionName: 'orders' }), target('stock')];
    const at = Date.UTC(2026, 10, 21, 12, 0, 0, 985);
    expect((await receive(alarmStateChange(), targets)).woken).toEqual([['orders', 'orders-errors', true, at], ['orders-b', 'orders-errors', true, at]]);
    expect((await receive(alarmStateChange({ value: 'OK' }), targets)).woken.map(([id, , isOn]) => [id, isOn])).toEqual([['orders', false], ['orders-b', false]]);
  });

  test('of a function that nobody looks after is left with a debug message', async () => {
    const { found, told } = await receive(alarmStateChange({ dimensions: { FunctionName: 'billing' } }));
    expect(found).toEqual([]);
    expect(told).toMatchObject([{ level: 'debug', code: 'PAWL-EVENT-010' }]);
  });
});

describe('a call of Lambda’s API', () => {
  const weights = { additionalVersionWeights: { 4: 0.1 } };

  test('that moves the alias is a deployment, with the version beside it and who did it', async () => {
    const event = lambdaCall('UpdateAlias20150331', { functionName: 'arn:aws:lambda:us-east-1:123456789012:function:orders', name: 'live', functionVersion: '3', routingConfig: weights }, { name: 'live', functionVersion: '3', routingConfig: weights, revisionId: 'r' });
    expect((await receive(event)).found).toEqual([
      ['orders', { kind: 'deployment', id: 'call b2c3', at: Date.UTC(2026, 10, 21, 11, 59, 58), by: 'arn:aws:sts::123456789012:assumed-role/deployer/me', alias: 'live', version: '3', additional: { version: '4', weight: 0.1 } }],
    ]);
  });

  test('that only changes weights takes the version from the answer', async () => {
    const event = lambdaCall('UpdateAlias20150331', { functionName: 'orders', name: 'live', routingConfig: { additionalVersionWeights: {} } }, { name: 'live', functionVersion: '3' });
    expect((await receive(event)).found).toMatchObject([['orders', { kind: 'deployment', version: '3' }]]);
  });

  test('that moves an alias nobody looks after is none', async () => {
    expect((await receive(lambdaCall('UpdateAlias20150331', { functionName: 'orders', name: 'test', functionVersion: '3' }, { name: 'test', functionVersion: '3' }))).found).toEqual([]);
  });

  test.each([
    ['UpdateFunctionCode20150331v2', 'code', '$LATEST'],
    ['UpdateFunctionConfiguration20150331v2', 'configuration', '$LATEST'],
    ['PublishVersion20150331', 'version', '5'],
  ])('%s is a change and not a deployment', async (name, what, version) => {
    expect((await receive(lambdaCall(name, { functionName: 'orders' }, { functionName: 'orders', version }))).found).toMatchObject([['orders', { kind: 'change', what, version }]]);
  });

  test.each([
    ['that was refused', lambdaCall('UpdateAlias20150331', { functionName: 'orders', name: 'live', functionVersion: '3' }, null, { errorCode: 'AccessDenied' })],
    ['that only reads', lambdaCall('GetFunction20150331v2', { functionName: 'orders' }, null)],
    ['of another service', lambdaCall('UpdateAlias20150331', { functionName: 'orders', name: 'live', functionVersion: '3' }, null, { eventSource: 'kms.amazonaws.com' })],
    ['on another function', lambdaCall('PublishVersion20150331', { functionName: 'billing' }, { version: '2' })],
  ])('%s is nothing', async (_, event) => {
    expect((await receive(event)).found).toEqual([]);
  });
});

describe('the end of an asynchronous invocation', () => {
  test('is a completion with its version, and says nothing of what was in it', async () => {
    const { batches, found } = await receive(invocationResult('Success'));
    expect(found).toEqual([['orders', { kind: 'completion', id: 'completion 8ea123e4-1db7-4aca-ad10-d9ca1234c1fd Success', at: Date.UTC(2026, 10, 21, 11, 59, 59, 500), version: '3', outcome: 'ok', attempts: 1, reason: 'Success' }]]);
    expect(JSON.stringify(batches)).not.toContain('secret');
  });

  test('after all attempts failed tells the reason; one that never ran has no version', async () => {
    expect((await receive(invocationResult('RetriesExhausted'))).found).toMatchObject([['orders', { outcome: 'failed', attempts: 3, reason: 'RetriesExhausted' }]]);
    expect((await receive(invocationResult('EventAgeExceeded', { responseContext: undefined }))).found).toMatchObject([['orders', { outcome: 'failed', version: 'unknown' }]]);
  });
});

test.each([
  ['an alarm without a state', alarmStateChange({ value: 'PURPLE' })],
  ['a call without parameters', lambdaCall('UpdateAlias20150331', { name: 'live' }, null)],
  ['a result without context', invocationResult('Success', { requestContext: undefined })],
  ['a kind that nobody asked for', { ...alarmStateChange(), 'detail-type': 'Scheduled Event' }],
  ['a kind named like something that objects have', { ...alarmStateChange(), 'detail-type': 'constructor' }],
])('%s is left alone', async (_, event) => {
  expect((await receive(event)).found).toEqual([]);
});
