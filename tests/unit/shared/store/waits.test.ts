import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { Waits } from '../../../../shared/store/waits.ts';
import { testClock } from '../../../support/test-clock.ts';

const freshWaits = (): Waits => new Waits(new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-waits-')), 'pawl.sqlite'), testClock()));

it('keeps the token of each kind of wait, and lists what waits until both are forgotten', async () => {
  const waits = freshWaits();
  await waits.keep('imp-1', 'approval', 'a');
  await waits.keep('imp-1', 'verdict', 'v');
  await waits.keep('imp-2', 'verdict', 'w');
  expect([await waits.of('imp-1'), await waits.waiting()]).toEqual([{ approval: 'a', verdict: 'v' }, ['imp-1', 'imp-2']]);
  await waits.forget('imp-1', 'approval', 'a');
  expect([await waits.of('imp-1'), await waits.waiting()]).toEqual([{ verdict: 'v' }, ['imp-1', 'imp-2']]);
  await waits.forget('imp-1', 'verdict', 'v');
  expect([await waits.of('imp-1'), await waits.waiting()]).toEqual([{}, ['imp-2']]);
});

it('does not forget the token of a later wait for one that it replaced', async () => {
  const waits = freshWaits();
  await waits.keep('imp-1', 'verdict', 'first');
  await waits.keep('imp-1', 'verdict', 'second');
  await waits.forget('imp-1', 'verdict', 'first');
  expect(await waits.of('imp-1')).toEqual({ verdict: 'second' });
});

it('forgets what was never kept without a trace', async () => {
  const waits = freshWaits();
  await waits.forget('imp-1', 'approval', 'x');
  expect([await waits.of('imp-1'), await waits.waiting()]).toEqual([{}, []]);
});

it('loses no token when two kinds are kept at the same time', async () => {
  const waits = freshWaits();
  await Promise.all([waits.keep('imp-1', 'approval', 'a'), waits.keep('imp-1', 'verdict', 'v')]);
  expect(await waits.of('imp-1')).toEqual({ approval: 'a', verdict: 'v' });
});

it('gives each restart to one of those who ask at the same time', async () => {
  const waits = freshWaits();
  for (const before of [0, 1]) {
    const claims = await Promise.all([1, 2, 3].map(() => waits.claimRestart('imp-1', before)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  }
  expect([await waits.restarts('imp-1'), await waits.restarts('imp-2'), await waits.claimRestart('imp-1', 0)]).toEqual([2, 0, false]);
});
