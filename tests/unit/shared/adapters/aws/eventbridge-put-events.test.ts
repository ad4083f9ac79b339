import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { array, assert, asyncProperty, integer } from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRecordingHost } from '../../../../../local/terminal/recording-host.ts';
import { eventbridgeBus } from '../../../../../shared/adapters/aws/eventbridge-bus.ts';
import { entryBytes, putEvents } from '../../../../../shared/adapters/aws/eventbridge-put-events.ts';
import { testClock } from '../../../../support/test-clock.ts';

const aws = mockClient(EventBridgeClient);
const options = { client: new EventBridgeClient({ region: 'eu-west-1' }), busName: 'pawl', clock: testClock() };
const event = (id: number, bytes = 1) => ({ source: 'pawl', detailType: 'test', detail: { id, text: 'x'.repeat(bytes) } });
const idsOf = (entries: readonly PutEventsRequestEntry[] = []) => entries.map(({ Detail = '{}' }) => (JSON.parse(Detail) as { id: number }).id);
const sent = () => aws.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
const taken = { EventId: 'e' };

describe('events on the bus', () => {
  beforeEach(() => aws.reset());

  it('go in requests that EventBridge takes, all of them, once and in order', async () => {
    await assert(
      asyncProperty(array(integer({ min: 1, max: 120_000 }), { maxLength: 35 }), async (sizes) => {
        aws.reset();
        aws.on(PutEventsCommand).callsFake(({ Entries }: { Entries: unknown[] }) => ({ FailedEntryCount: 0, Entries: Entries.map(() => taken) }));
        await putEvents(options, sizes.map((size, id) => event(id, size)));
        for (const entries of sent()) {
          expect(entries.length).toBeLessThanOrEqual(10);
          expect(entries.reduce((sum, entry) => sum + entryBytes(entry), 0)).toBeLessThanOrEqual(262_144);
        }
        expect(sent().flatMap(idsOf)).toEqual(sizes.map((_, id) => id));
      }),
      { numRuns: 40 },
    );
  });

  it('that EventBridge did not take are put again, those only', async () => {
    aws.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 2, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }, taken, { ErrorCode: 'InternalFailure' }] }).resolvesOnce({ FailedEntryCount: 1, Entries: [taken, { ErrorCode: 'InternalFailure' }] }).resolves({ FailedEntryCount: 0, Entries: [taken] });
    await putEvents(options, [event(0), event(1), event(2)]);
    expect(sent().map(idsOf)).toEqual([[0, 1, 2], [0, 2], [2]]);
  });

  it('that it never takes end in an error with the reason', async () => {
    aws.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] });
    await expect(putEvents(options, [event(0)])).rejects.toMatchObject({ code: 'PAWL-AWS-THROTTLED', message: expect.stringMatching(/events:PutEvents on pawl.*slow down/) as string });
    expect(sent()).toHaveLength(5);
  });

  it('that are too large alone are refused before anything is sent', async () => {
    await expect(putEvents(options, [event(0), event(1, 300_000)])).rejects.toThrow(/"test" of \d+ bytes.*blob store/);
    expect(sent()).toEqual([]);
  });

  it('published for the record never stop the publisher', async () => {
    aws.on(PutEventsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    const host = createRecordingHost();
    await eventbridgeBus({ ...options, host }).publish({ type: 'release.judged', at: 5, detail: {} });
    expect(host.messages).toMatchObject([{ code: 'PAWL-BUS-900', level: 'warning', text: expect.stringMatching(/release.judged.*events:PutEvents on pawl/) as string }]);
  });
});
