import { expect, test } from 'vitest';
import * as z from 'zod';
import { TargetState } from '../../../../shared/domain/target-state.ts';
import { formatOf } from '../../../../shared/store/format-of.ts';

const schema = (count = z.number().int()) => z.object({ id: z.string(), at: z.object({ count }) });

test('the same schema has the same format, wherever it was made', () => {
  expect(formatOf(schema())).toBe(formatOf(schema()));
});

test.each([
  ['a bound deep inside', schema(z.number().int().nonnegative())],
  ['one more field', schema().extend({ more: z.string() })],
  ['a field that may be absent', schema().partial({ id: true })],
  ['what is made of the unreadable', z.object({ id: z.string().catch('?'), at: z.object({ count: z.number().int() }) })],
])('with %s it is another', (_, other) => {
  expect(formatOf(other)).not.toBe(formatOf(schema()));
});

test('a target’s state has one', () => {
  expect(formatOf(TargetState)).toMatch(/^[\w-]{16}$/);
});
