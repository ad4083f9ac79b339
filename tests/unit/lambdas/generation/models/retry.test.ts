import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakerInMemory } from '../../../../../lambdas/generation/models/breaker-door.ts';
import { converseWithRetries, type RetryTerms } from '../../../../../lambdas/generation/models/retry.ts';
import { ModelError, type ModelRequest, type ModelUsage } from '../../../../../shared/ports/model.ts';
import { scriptedModel, type ScriptedReply } from '../../../../support/scripted-model.ts';
import { testClock } from '../../../../support/test-clock.ts';

const QUESTION: ModelRequest = { messages: [{ role: 'user', text: 'Mend this.' }], maxTokens: 100, timeoutMs: 60_000 };
const usage = (inputTokens: number, outputTokens: number): ModelUsage => ({ inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 });
const down = (code: ModelError['code'] = 'unavailable', options: { retryAfterMs?: number; usage?: ModelUsage } = {}) => new ModelError(code, `It is ${code}.`, options);

const ask = async (replies: readonly ScriptedReply[], terms: Partial<RetryTerms> & { leftMs?: number } = {}, question = QUESTION) => {
  const clock = testClock();
  const waits: number[] = [];
  const watched = { ...clock, sleep: async (ms: number) => { waits.push(ms); clock.advance(ms); } };
  const model = scriptedModel(...replies);
  const { leftMs, ...rest } = terms;
  const conversed = await converseWithRetries(model, question, { clock: watched, random: () => 1, ...(leftMs === undefined ? {} : { deadline: clock.now() + leftMs }), ...rest });
  return { conversed, waits, asked: model.asked, clock };
};

describe('a call to a model', () => {
  it('that is answered is made once', async () => {
    const { conversed, asked } = await ask(['Done.']);
    expect(conversed).toMatchObject({ ok: true, answer: { text: 'Done.' }, attempts: 1, spent: usage(10, 5), unknown: 0 });
    expect(asked).toEqual([QUESTION]);
  });

  it('is made again after 1, 2 and 4 seconds, and then no more', async () => {
    const { conversed, waits, asked } = await ask([down()]);
    expect(waits).toEqual([1000, 2000, 4000]);
    expect(asked).toHaveLength(4);
    expect(conversed).toMatchObject({ ok: false, error: { code: 'unavailable' }, attempts: 4 });
  });

  it('leaves half of each wait to chance', async () => {
    expect((await ask([down()], { random: () => 0 })).waits).toEqual([500, 1000, 2000]);
  });

  it.each(['throttled', 'unavailable', 'timed-out'] as const)('that is %s is made again', async (code) => {
    expect((await ask([down(code), 'Done.'])).conversed).toMatchObject({ ok: true, attempts: 2 });
  });

  it.each(['denied', 'refused', 'too-long'] as const)('that is %s is not', async (code) => {
    const { conversed, waits } = await ask([down(code), 'Done.']);
    expect(conversed).toMatchObject({ ok: false, error: { code }, attempts: 1 });
    expect(waits).toEqual([]);
  });

  it('waits as long as the provider asks for', async () => {
    expect((await ask([down('throttled', { retryAfterMs: 7000 }), 'Done.'])).waits).toEqual([7000]);
  });

  it('waits longer than the provider asks for, when it asks for too little', async () => {
    expect((await ask([down('throttled', { retryAfterMs: 1 }), 'Done.'])).waits).toEqual([1000]);
  });

  it('gives up at once when the provider asks for more than it is worth', async () => {
    const { conversed, waits } = await ask([down('throttled', { retryAfterMs: 60_001 }), 'Done.']);
    expect(conversed).toMatchObject({ ok: false, error: { code: 'throttled', retryAfterMs: 60_001 }, attempts: 1 });
    expect(waits).toEqual([]);
  });

  it('adds up what every attempt used, and counts those that did not tell', async () => {
    const { conversed } = await ask([down('unavailable', { usage: usage(7, 0) }), down('timed-out'), down('throttled'), { text: 'Done.', stop: 'end', usage: usage(20, 3) }]);
    expect(conversed).toMatchObject({ ok: true, spent: usage(27, 3), unknown: 1 });
  });

  it('counts an answer that does not tell what it used', async () => {
    expect((await ask([{ text: 'Done.', stop: 'end' }])).conversed).toMatchObject({ ok: true, spent: usage(0, 0), unknown: 1 });
  });

  it('is not made with no time left', async () => {
    const { conversed, asked } = await ask(['Done.'], { leftMs: 999 });
    expect(conversed).toMatchObject({ ok: false, error: { code: 'timed-out' }, attempts: 0 });
    expect(asked).toEqual([]);
  });

  it('is given no more time than there is', async () => {
    expect((await ask(['Done.'], { leftMs: 20_000 })).asked).toEqual([{ ...QUESTION, timeoutMs: 20_000 }]);
  });

  it('does not wait for a retry that would begin too late', async () => {
    const { conversed, waits } = await ask([down(), down(), 'Done.'], { leftMs: 3500 });
    expect(waits).toEqual([1000]);
    expect(conversed).toMatchObject({ ok: false, error: { message: 'It is unavailable.' }, attempts: 2 });
  });

  it('is over by its deadline, whatever the model does', async () => {
    const reply = fc.record({ code: fc.constantFrom('throttled' as const, 'unavailable' as const, 'timed-out' as const), takesMs: fc.nat(200_000), retryAfterMs: fc.option(fc.nat(100_000), { nil: undefined }) });
    await fc.assert(
      fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: 5 }), fc.nat(300_000), fc.double({ min: 0, max: 1, noNaN: true }), async (replies, leftMs, chance) => {
        const clock = testClock();
        const deadline = clock.now() + leftMs;
        const model = scriptedModel(...replies.map(({ code, takesMs, retryAfterMs }) => (request: ModelRequest) => {
          clock.advance(Math.min(takesMs, request.timeoutMs));
          throw new ModelError(code, '', { retryAfterMs });
        }));
        const conversed = await converseWithRetries(model, QUESTION, { clock, random: () => chance, deadline });
        expect(conversed.ok).toBe(false);
        expect(conversed.attempts).toBeLessThanOrEqual(4);
        expect(clock.now()).toBeLessThanOrEqual(deadline);
      }),
      { numRuns: 200 },
    );
  });

  it('lets an error through that is none of a model’s: it is a bug', async () => {
    await expect(ask([() => { throw new TypeError('bug'); }])).rejects.toThrow(TypeError);
  });
});

describe('calls to a model that keeps failing', () => {
  it('end after five attempts in all, say why, and spare it for thirty seconds', async () => {
    const clock = testClock();
    const breaker = breakerInMemory({ clock })('provider/model');
    const model = scriptedModel(down());
    const terms = { clock, random: () => 1, breaker };
    expect(await converseWithRetries(model, QUESTION, terms)).toMatchObject({ ok: false, attempts: 4 });
    expect(await converseWithRetries(model, QUESTION, terms)).toMatchObject({ ok: false, attempts: 1, error: { code: 'unavailable', message: expect.stringMatching(/scripted failed too often in a row \(It is unavailable\.\)/) as string } });
    expect(await converseWithRetries(model, QUESTION, terms)).toMatchObject({ ok: false, attempts: 0, unknown: 0, error: { retryAfterMs: expect.any(Number) as number } });
    expect(model.asked).toHaveLength(5);
    clock.advance(30_000);
    expect(await converseWithRetries(scriptedModel('Back.'), QUESTION, terms)).toMatchObject({ ok: true });
    expect(await converseWithRetries(scriptedModel('Back.'), QUESTION, terms)).toMatchObject({ ok: true });
  });

  it('that have less than their time do not shut it off', async () => {
    const clock = testClock();
    const breaker = breakerInMemory({ clock })('provider/model');
    for (let time = 0; time < 9; time += 1) await converseWithRetries(scriptedModel(down('timed-out')), QUESTION, { clock, random: () => 1, breaker, deadline: clock.now() + 1500 });
    expect(await breaker.enter()).toEqual({ ok: true });
  });

  it('leave the one place free that they took to see whether it is back, when they are not made after all', async () => {
    const clock = testClock();
    const breaker = breakerInMemory({ clock })('provider/model');
    for (let time = 0; time < 5; time += 1) await breaker.leave('failed');
    clock.advance(30_000);
    const unpaid = scriptedModel(() => { throw new RangeError('no budget'); });
    await expect(converseWithRetries(unpaid, QUESTION, { clock, random: () => 1, breaker })).rejects.toThrow('no budget');
    expect(await breaker.enter()).toEqual({ ok: true });
  });

  it('that it refuses for their own fault do not shut it off', async () => {
    const clock = testClock();
    const breaker = breakerInMemory({ clock })('provider/model');
    for (let time = 0; time < 9; time += 1) await converseWithRetries(scriptedModel(down('too-long')), QUESTION, { clock, random: () => 1, breaker });
    expect(await breaker.enter()).toEqual({ ok: true });
  });
});
