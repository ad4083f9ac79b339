import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { statementShape } from '../../../../shared/probe/statement.ts';

test.each<[string, string | undefined, boolean]>([
  ['select * from orders where id = 7', 'SELECT orders', true],
  ['  SELECT o.id FROM "shop"."orders" o JOIN lines l', 'SELECT shop.orders', true],
  ['/* route */ select 1', 'SELECT', true],
  ['select * from stock for update', 'SELECT stock', false],
  ['INSERT INTO `orders` (note) VALUES (\'from people\')', 'INSERT orders', false],
  ['update orders set a = 1', 'UPDATE orders', false],
  ['DELETE FROM orders', 'DELETE orders', false],
  ['BEGIN', 'BEGIN', false],
  ['GET /orders', undefined, false],
  ['', undefined, false],
])('%j is %s', (text, shape, reads) => {
  expect(statementShape(text)).toEqual(shape === undefined ? undefined : { shape, reads });
});

test('any text is read without harm, and no quoted value comes out', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3_000 }), fc.stringMatching(/^zq[a-z]{8}$/), (text, secret) => {
      statementShape(text);
      expect(statementShape(`select a from t where b = '${secret}' and c = '${text}'`)?.shape).not.toContain(secret);
    }),
  );
});
