import type { Instant } from '../../domain/instant.ts';
import type { When } from '../../ports/item-store.ts';
import type { Row } from './dynamo-row.ts';

export type Condition = { readonly ConditionExpression: string; readonly ExpressionAttributeValues: Row };

/** The state a row must be in, as DynamoDB evaluates it. A row that has expired at `now` counts as absent, whether it is still there or not. */
export const conditionOf = (when: When, now: Instant): Condition =>
  when === 'absent'
    ? { ConditionExpression: 'attribute_not_exists(pk) OR expiresAtMs <= :now', ExpressionAttributeValues: { ':now': { N: String(now) } } }
    : {
        ConditionExpression: 'version = :version AND (attribute_not_exists(expiresAtMs) OR expiresAtMs > :now)',
        ExpressionAttributeValues: { ':version': { N: String(when) }, ':now': { N: String(now) } },
      };
