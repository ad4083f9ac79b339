import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, TransactionCanceledException, TransactionConflictException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoItemStore } from '../../../../../shared/adapters/aws/dynamo-item-store.ts';
import type { Change } from '../../../../../shared/ports/item-store.ts';
import { testClock } from '../../../../support/test-clock.ts';

const aws = mockClient(DynamoDBClient);
const clock = testClock();
const store = dynamoItemStore({ client: new DynamoDBClient({ region: 'eu-west-1' }), table: 'pawl', clock });
const $metadata = {};

const put = (sk: string): Change => ({ kind: 'put', key: { pk: 'p', sk }, body: 1, when: 'absent' });
const cancelled = (...codes: string[]) => new TransactionCanceledException({ message: 'cancelled', $metadata, CancellationReasons: codes.map((Code) => ({ Code })) });

describe('the item store on DynamoDB, where the emulator does not go', () => {
  beforeEach(() => aws.reset());

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])('waits out a transaction that was cancelled for %s, longer each time', async (code) => {
    aws.on(TransactWriteItemsCommand).rejectsOnce(cancelled('None', code)).rejectsOnce(cancelled(code, 'None')).resolves({});
    expect(await store.write([put('a'), put('b')])).toEqual({ ok: true });
    const tokens = aws.commandCalls(TransactWriteItemsCommand).map(({ args }) => args[0].input.ClientRequestToken);
    expect(new Set(tokens).size).toBe(3);
  });

  it('names the first change that was refused, and asks again when one before it was only in the way', async () => {
    aws.on(TransactWriteItemsCommand).rejectsOnce(cancelled('TransactionConflict', 'ConditionalCheckFailed')).rejects(cancelled('None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'));
    expect(await store.write([put('a'), put('b'), put('c')])).toEqual({ ok: false, conflict: { pk: 'p', sk: 'b' } });
    expect(aws.commandCalls(TransactWriteItemsCommand)).toHaveLength(2);
  });

  it('gives up with a code when it stays in the way, and says that nothing was written', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('TransactionConflict', 'None'));
    await expect(store.write([put('a'), put('b')])).rejects.toMatchObject({ code: 'PAWL-AWS-THROTTLED', message: expect.stringMatching(/table pawl.*TransactionConflict.*Nothing was written/s) as string });
  });

  it('does not take a cancellation for another reason as a conflict', async () => {
    aws.on(TransactWriteItemsCommand).rejects(cancelled('None', 'ValidationError'));
    await expect(store.write([put('a'), put('b')])).rejects.toMatchObject({ code: 'PAWL-AWS-INVALID' });
  });

  it('puts a lone item again when a transaction held it', async () => {
    aws.on(PutItemCommand).rejectsOnce(new TransactionConflictException({ message: 'ongoing', $metadata })).resolves({});
    expect(await store.write([put('a')])).toEqual({ ok: true });
  });

  it('takes a refusal by its own row as its success, and by any other row as a conflict', async () => {
    let held: (version: string | undefined) => string = (version) => String(version);
    aws.on(PutItemCommand).callsFake(({ Item }: { Item: Record<string, { N?: string }> }) => {
      throw new ConditionalCheckFailedException({ message: 'no', $metadata, Item: { version: { N: held(Item['version']?.N) } } });
    });
    expect(await store.write([put('a')])).toEqual({ ok: true });
    held = () => '7';
    expect(await store.write([put('a')])).toEqual({ ok: false, conflict: { pk: 'p', sk: 'a' } });
  });

  it('adds to what it reads anew when somebody else wrote in between', async () => {
    const row = (n: number, version: number) => ({ Item: { pk: { S: 'p' }, sk: { S: 'c' }, body: { S: JSON.stringify({ n }) }, version: { N: String(version) } } });
    aws.on(GetItemCommand).resolvesOnce(row(1, 11)).resolves(row(5, 12));
    aws.on(TransactWriteItemsCommand).rejectsOnce(cancelled('ConditionalCheckFailed')).resolves({});
    expect(await store.write([{ kind: 'add', key: { pk: 'p', sk: 'c' }, field: 'n', by: 2, atMost: 9 }])).toEqual({ ok: true });
    const last = aws.commandCalls(TransactWriteItemsCommand).at(-1)?.args[0].input.TransactItems?.[0]?.Put;
    expect(last?.Item?.['body']?.S).toBe('{"n":7}');
    expect(last?.ExpressionAttributeValues?.[':version']?.N).toBe('12');
  });

  it('reads consistently, and page after page until it has enough', async () => {
    const rows = (...sks: string[]) => sks.map((sk) => ({ pk: { S: 'p' }, sk: { S: sk }, body: { S: '0' }, version: { N: '1' } }));
    const last = { pk: { S: 'p' }, sk: { S: 'a' } };
    aws.on(QueryCommand).resolvesOnce({ Items: rows('a'), LastEvaluatedKey: last }).resolvesOnce({ Items: [], LastEvaluatedKey: last }).resolves({ Items: rows('b', 'c') });
    const page = await store.query({ pk: 'p', limit: 2 });
    expect([page.items.map(({ key }) => key.sk), page.next]).toEqual([['a', 'b'], 'b']);
    for (const { args } of aws.commandCalls(QueryCommand)) expect(args[0].input.ConsistentRead).toBe(true);
  });

  it.each([
    ['ProvisionedThroughputExceededException', 'PAWL-AWS-THROTTLED'],
    ['AccessDeniedException', 'PAWL-AWS-DENIED'],
    ['InternalServerError', 'PAWL-AWS-UNREACHABLE'],
  ])('says what was tried on which table when it ends in %s, each way', async (name, code) => {
    aws.onAnyCommand().rejects(Object.assign(new Error('no'), { name, $metadata }));
    const told = (action: string) => ({ name: 'AwsError', code, message: expect.stringContaining(`dynamodb:${action} on table pawl failed: no`) as string });
    await expect(store.get({ pk: 'p', sk: 'a' })).rejects.toMatchObject(told('GetItem'));
    await expect(store.query({ pk: 'p', limit: 1 })).rejects.toMatchObject(told('Query'));
    await expect(store.write([put('a')])).rejects.toMatchObject(told('PutItem'));
    await expect(store.write([put('a'), put('b')])).rejects.toMatchObject(told('TransactWriteItems'));
  });

  it('says which row it cannot read', async () => {
    aws.on(GetItemCommand).resolves({ Item: { pk: { S: 'p' }, sk: { S: 'x' } } });
    await expect(store.get({ pk: 'p', sk: 'x' })).rejects.toThrow(/p\/x .*not written by Pawl/);
  });
});
