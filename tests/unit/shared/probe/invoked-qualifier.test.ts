import { expect, it } from 'vitest';
import { qualifierOf } from '../../../../shared/probe/invoked-qualifier.ts';

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:orders';

it.each([
  [`${ARN}:acme`, 'acme'],
  [`${ARN}:12`, '12'],
  [ARN, '$LATEST'],
  ['arn:aws:sns:eu-central-1:123456789012:orders', undefined],
  ['not an ARN', undefined],
  [undefined, undefined],
])('what the caller asked for is read off %s', (arn, qualifier) => expect(qualifierOf(arn)).toBe(qualifier));
