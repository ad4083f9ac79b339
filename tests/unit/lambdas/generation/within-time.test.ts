import { expect, it } from 'vitest';
import { withinTime } from '../../../../lambdas/generation/within-time.ts';
import { scriptedAsk } from '../../../support/scripted-ask.ts';
import { testClock } from '../../../support/test-clock.ts';

const TASK = { purpose: 'write', complexity: 'low', risk: 'low', improvementId: 'i', targetId: 't' } as const;

it('begins no question after its time', async () => {
  const clock = testClock();
  const ask = scriptedAsk('yes');
  const bounded = withinTime(ask, clock, 1000);
  expect(await bounded(TASK, { system: '', messages: [] })).toMatchObject({ ok: true });
  await clock.sleep(1000);
  expect(await bounded(TASK, { system: '', messages: [] })).toMatchObject({ ok: false, reason: 'unavailable', resumeAt: clock.now() + 900_000 });
  expect(ask.asked).toHaveLength(1);
});
