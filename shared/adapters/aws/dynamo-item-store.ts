import { GetItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../ports/clock.ts';
import type { Item, ItemStore, Key, WriteResult } from '../../ports/item-store.ts';
import { assertWritable } from '../writable-changes.ts';
import { AwsError, awsCall } from './aws-error.ts';
import { commitAll, commitPut } from './dynamo-commit.ts';
import { keyRange } from './dynamo-key-range.ts';
import { rowKey, toItem, type Row } from './dynamo-row.ts';
import { stepsOf, type Step } from './dynamo-steps.ts';

const MOST_ATTEMPTS = 15;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1000;
/** DynamoDB takes 4 MB in one transaction; a little is left for keys and versions. */
const MOST_BYTES = 3_900_000;

export type DynamoItemStoreOptions = { readonly client: DynamoDBClient; readonly table: string; readonly clock: Clock };

/**
 * `ItemStore` in one DynamoDB table with the string keys `pk` and `sk`; time-to-live may be set on `expiresAt`. Reads are consistent.
 * A lone put is a conditional `PutItem`; everything else is a transaction, whose token makes a repeated request harmless (a lone removal and a lone
 * `add` too: repeated after a lost answer, they could not be told from somebody else's). What passes by itself, such as another transaction in the way, is waited out.
 * Throws `AwsError`; `PAWL-AWS-THROTTLED` when it did not pass.
 */
export const dynamoItemStore = ({ client, table, clock }: DynamoItemStoreOptions): ItemStore => {
  const resource = `table ${table}`;
  const get = async (key: Key): Promise<Item | undefined> => {
    const { Item: row } = await awsCall('dynamodb:GetItem', resource, () => client.send(new GetItemCommand({ TableName: table, Key: rowKey(key), ConsistentRead: true })));
    return row && toItem(row, clock.now());
  };

  return {
    get,

    async query(query) {
      const { after, limit, newestFirst = false } = query;
      const range = keyRange(query);
      const items: Item[] = [];
      let from: Row | undefined;
      if (range === undefined || limit < 1) return { items };
      do {
        const { Items: rows = [], LastEvaluatedKey: last } = await awsCall('dynamodb:Query', resource, () =>
          client.send(
            new QueryCommand({
              TableName: table,
              ...range,
              ConsistentRead: true,
              ScanIndexForward: !newestFirst,
              // Two more than are wanted: `after` itself may be among them, and one tells whether there are more.
              Limit: limit + 2 - items.length,
              ...(from === undefined ? {} : { ExclusiveStartKey: from }),
            }),
          ),
        );
        for (const row of rows) {
          const item = row['sk']?.S === after ? undefined : toItem(row, clock.now());
          if (item) items.push(item);
        }
        from = last;
      } while (from !== undefined && items.length <= limit);
      const page = items.slice(0, limit);
      const next = items.length > limit ? page.at(-1)?.key.sk : undefined;
      return next === undefined ? { items: page } : { items: page, next };
    },

    async write(changes): Promise<WriteResult> {
      assertWritable(changes);
      let inTheWay = '';
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
        if (attempt > 0) await clock.sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
        const planned = await stepsOf(changes, get);
        if ('conflict' in planned) return { ok: false, conflict: planned.conflict };
        const { steps } = planned;
        assertFits(steps);
        const [only] = steps;
        if (only === undefined) return { ok: true };
        const on = { client, table, now: clock.now() };
        const lonePut = changes.length === 1 && changes[0]?.kind === 'put' ? only.row : undefined;
        const answer = lonePut ? await commitPut(on, lonePut, only.when) : await commitAll(on, steps);
        if (answer === 'done') return { ok: true };
        if ('refused' in answer) {
          const refused = changes[answer.refused];
          if (refused && refused.kind !== 'add') return { ok: false, conflict: refused.key };
          inTheWay = 'another writer of the same counter';
        } else inTheWay = answer.again;
      }
      throw new AwsError('PAWL-AWS-THROTTLED', `dynamodb:TransactWriteItems on ${resource} did not come through in ${MOST_ATTEMPTS} attempts (${inTheWay}). Nothing was written; do it again later.`);
    },
  };
};

const assertFits = (steps: readonly Step[]): void => {
  const bytes = steps.reduce((sum, { row }) => sum + Buffer.byteLength(row?.['body']?.S ?? ''), 0);
  if (bytes > MOST_BYTES) throw new RangeError(`A write takes at most ${MOST_BYTES} bytes at once, not ${bytes}. Keep what is large in the blob store.`);
};
