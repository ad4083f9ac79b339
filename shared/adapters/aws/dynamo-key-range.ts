import type { Query } from '../../ports/item-store.ts';
import type { Row } from './dynamo-row.ts';

export type KeyRange = { readonly KeyConditionExpression: string; readonly ExpressionAttributeValues: Row };

/** After every sort key: the highest character there is. */
const HIGHEST = '\u{10FFFF}';
const isBefore = (one: string, other: string): boolean => Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;

/**
 * The part of a partition that a query reads. DynamoDB takes one condition on the sort key, so prefix and `after` become one range, both ends of
 * which belong to it: the caller skips `after` itself. `undefined` when nothing can lie in it.
 */
export const keyRange = ({ pk, prefix = '', after, newestFirst = false }: Query): KeyRange | undefined => {
  const partition = { ':pk': { S: pk } };
  const within = (condition: string, bounds: Record<string, string>): KeyRange => ({
    KeyConditionExpression: `pk = :pk AND ${condition}`,
    ExpressionAttributeValues: { ...partition, ...Object.fromEntries(Object.entries(bounds).map(([name, text]) => [name, { S: text }])) },
  });
  if (prefix === '' && (after === undefined || after === '')) {
    return after === '' && newestFirst ? undefined : { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: partition };
  }
  if (after === undefined) return within('begins_with(sk, :prefix)', { ':prefix': prefix });
  if (prefix === '') return within(newestFirst ? 'sk < :after' : 'sk > :after', { ':after': after });

  const [first, last] = [prefix, `${prefix}${HIGHEST}`];
  const [from, to] = newestFirst ? [first, isBefore(after, last) ? after : last] : [isBefore(first, after) ? after : first, last];
  return isBefore(to, from) ? undefined : within('sk BETWEEN :from AND :to', { ':from': from, ':to': to });
};
