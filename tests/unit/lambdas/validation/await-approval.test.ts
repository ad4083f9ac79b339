import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { awaitVerdict } from '../../../../lambdas/monitoring/await-verdict.ts';
import { awaitApproval } from '../../../../lambdas/validation/await-approval.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { TaskTokens } from '../../../../shared/ports/task-tokens.ts';
import { Waits } from '../../../../shared/store/waits.ts';
import { testClock } from '../../../support/test-clock.ts';

/** What the steps did, in order: the race with a person is lost by the wrong order. */
const world = () => {
  const waits = new Waits(new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-await-')), 'pawl.sqlite'), testClock()));
  const did: string[] = [];
  const tokens: TaskTokens = { answer: async (token) => (did.push(`answer ${token}`), 'answered') };
  const runner = { resume: async (id: string) => void did.push(`resume ${id} with ${JSON.stringify(await waits.of(id))}`) };
  return { did, dependencies: { waits, tokens, runner } };
};

it('keeps the token of a wait for a person, lets the cycle go on, and then asks whether there is an answer already', async () => {
  const { did, dependencies } = world();
  await awaitApproval({ improvementId: 'imp-1', taskToken: 'T', cycleToken: 'C' }, dependencies);
  expect(did).toEqual(['answer C', 'resume imp-1 with {"approval":"T"}']);
});

it('answers no cycle when none waits', async () => {
  const { did, dependencies } = world();
  await awaitApproval({ improvementId: 'imp-1', taskToken: 'T', cycleToken: '' }, dependencies);
  expect(did).toEqual(['resume imp-1 with {"approval":"T"}']);
});

it('keeps the token of a watch, and then asks whether it is over already', async () => {
  const { did, dependencies } = world();
  await awaitVerdict({ improvementId: 'imp-1', taskToken: 'T' }, dependencies);
  expect(did).toEqual(['resume imp-1 with {"verdict":"T"}']);
});
