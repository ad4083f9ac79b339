import { expect, it } from 'vitest';
import { filledUp } from '../../../dashboard/src/api/filled-up.ts';
import type { Result } from '../../../dashboard/src/api/result.ts';

type Page = { readonly items: readonly number[]; readonly next?: string | undefined };
const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });

/** A list of 0 to 99, of which a filter lets every tenth through; each answer looks at twenty. */
const sparse = (asked: unknown[]) => (input: Readonly<Record<string, unknown>>): Promise<Result<Page>> => {
  asked.push(input);
  const from = Number(input['after'] ?? 0);
  const items = Array.from({ length: 20 }, (_, index) => from + index).filter((each) => each % 10 === 0).slice(0, Number(input['limit']));
  const until = from + 20;
  return Promise.resolve(ok({ items, ...(until < 100 ? { next: String(until) } : {}) }));
};

it('fills a page that a filter left short, and stops when it is full', async () => {
  const asked: unknown[] = [];
  expect(await filledUp({ limit: 5 }, sparse(asked))).toEqual(ok({ items: [0, 10, 20, 30, 40], next: '60' }));
  expect(asked).toHaveLength(3);
});

it('stops where the list ends', async () => {
  expect(await filledUp({ limit: 50 }, sparse([]))).toMatchObject({ ok: true, value: { items: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90], next: undefined } });
});

it('does not go on for ever through a list in which nothing is found', async () => {
  let asked = 0;
  await filledUp({ limit: 5 }, () => {
    asked += 1;
    return Promise.resolve(ok({ items: [], next: 'more' }));
  });
  expect(asked).toBeLessThan(20);
});

it('keeps what it has when a later question fails, and leaves alone what is no list', async () => {
  let asked = 0;
  const failing = (): Promise<Result<Page>> => {
    asked += 1;
    return Promise.resolve(asked === 1 ? ok({ items: [1], next: 'x' }) : { ok: false, problem: { status: 500, title: '', detail: '' } });
  };
  expect(await filledUp({ limit: 5 }, failing)).toEqual(ok({ items: [1], next: 'x' }));
  expect(await filledUp({}, () => Promise.resolve(ok({ name: 'ada' })))).toEqual(ok({ name: 'ada' }));
});
