import { PutItemCommand, TransactWriteItemsCommand, type DynamoDBClient, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import type { Instant } from '../../domain/instant.ts';
import type { When } from '../../ports/item-store.ts';
import { AwsError, asAwsError } from './aws-error.ts';
import { conditionOf } from './dynamo-condition.ts';
import { rowKey, versionOf, type Row } from './dynamo-row.ts';
import type { Step } from './dynamo-steps.ts';

/** `refused`: the index of the first step whose condition did not hold. `again`: nothing was written, because another write was in the way or the table had no room for it; a later attempt may succeed. */
export type CommitAnswer = 'done' | { readonly refused: number } | { readonly again: string };

type Commit = { readonly client: DynamoDBClient; readonly table: string; readonly now: Instant };

/** Reasons for which DynamoDB cancels a transaction that pass by themselves. */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Puts one row on a condition. When the answer was lost and the SDK asked again, the condition meets our own row: that is a success, told by the
 * row's version, which nobody else has. (If another writer has replaced the row in that very moment, the answer is a refusal; it has been written all the same.)
 */
export const commitPut = async ({ client, table, now }: Commit, row: Row, when: When): Promise<CommitAnswer> => {
  try {
    await client.send(new PutItemCommand({ TableName: table, Item: row, ...conditionOf(when, now), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
    return 'done';
  } catch (error) {
    const { name, Item: held } = error as { name?: string; Item?: Row };
    if (name === 'ConditionalCheckFailedException') return versionOf(held) === versionOf(row) ? 'done' : { refused: 0 };
    if (name === 'TransactionConflictException') return { again: name };
    throw asAwsError(error, 'dynamodb:PutItem', `table ${table}`);
  }
};

/** All steps or none. Its token lets the SDK ask again after a lost answer: DynamoDB then answers for the first time it was asked, and does nothing twice. */
export const commitAll = async ({ client, table, now }: Commit, steps: readonly Step[]): Promise<CommitAnswer> => {
  const TransactItems = steps.map((step) => transactItem(table, step, now));
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: randomUUID() }));
    return 'done';
  } catch (error) {
    const { name, CancellationReasons: reasons = [] } = error as { name?: string; CancellationReasons?: readonly { Code?: string; Message?: string }[] };
    if (name !== 'TransactionCanceledException') throw asAwsError(error, 'dynamodb:TransactWriteItems', `table ${table}`);
    const first = reasons.findIndex(({ Code: code = 'None' }) => code !== 'None');
    const { Code: code = 'unknown', Message: message = '' } = reasons[first] ?? {};
    if (code === 'ConditionalCheckFailed') return { refused: first };
    if (PASSING.has(code)) return { again: code };
    throw new AwsError('PAWL-AWS-INVALID', `dynamodb:TransactWriteItems on table ${table} was cancelled: ${code} ${message}`, { cause: error });
  }
};

const transactItem = (table: string, { kind, key, when, row }: Step, now: Instant): TransactWriteItem => {
  const on = { TableName: table, ...conditionOf(when, now) };
  if (row !== undefined) return { Put: { ...on, Item: row } };
  return kind === 'remove' ? { Delete: { ...on, Key: rowKey(key) } } : { ConditionCheck: { ...on, Key: rowKey(key) } };
};
