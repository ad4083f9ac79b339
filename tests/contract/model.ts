import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelError, NO_USAGE, type Model, type ModelAnswer, type ModelRequest } from '../../shared/ports/model.ts';
import { answerOnWire, type Reply, type Wire } from '../support/model-endpoint.ts';

export type ModelFixture = {
  readonly model: Model;
  /** For what can be made to misbehave: the next answers, as they come over the wire. */
  readonly endpoint?: { readonly wire: Wire; readonly replies: (...replies: readonly Reply[]) => void };
  end?(): Promise<void>;
};

const QUESTION: ModelRequest = { system: 'You mend code.', messages: [{ role: 'user', text: 'Mend this, please.' }], maxTokens: 500, timeoutMs: 10_000 };

/** What every `Model` promises, whatever it says. */
export const describeModel = (name: string, make: () => Promise<ModelFixture>): void => {
  describe(`Model: ${name}`, () => {
    let fixture: ModelFixture;
    beforeAll(async () => {
      fixture = await make();
    });
    afterAll(() => fixture.end?.());

    it('answers a conversation with text, why it stopped, and what it used', async () => {
      const { text, stop, usage } = await fixture.model.converse({
        system: 'You mend code.',
        messages: [{ role: 'user', text: 'Hello.' }, { role: 'assistant', text: 'Yes?' }, { role: 'user', text: 'Mend this.' }],
        maxTokens: 500,
        temperature: 0.2,
        timeoutMs: 10_000,
      });
      expect(text).not.toBe('');
      expect(stop).toBe('end');
      expect(usage?.inputTokens).toBeGreaterThan(0);
      expect(usage?.outputTokens).toBeGreaterThan(0);
      expect(usage).toMatchObject({ cacheReadTokens: expect.any(Number) as number, cacheWriteTokens: expect.any(Number) as number });
    });
  });
};

type Failing = { readonly when: string; readonly replies: (wire: Wire) => Reply; readonly code: ModelError['code']; readonly timeoutMs?: number; readonly retryAfterMs?: readonly [number, number]; readonly says?: RegExp };

const HTTP_DATE_IN_30_S = (): string => new Date(Date.now() + 30_000).toUTCString();

const FAILURES: readonly Failing[] = [
  { when: '429', replies: () => ({ fails: 429, type: 'ThrottlingException', message: 'Too many requests.' }), code: 'throttled' },
  { when: '429 with seconds to wait', replies: () => ({ fails: 429, type: 'ThrottlingException', message: 'Slow down.', headers: { 'retry-after': '7' } }), code: 'throttled', retryAfterMs: [7000, 7000] },
  { when: '429 with a date to wait for', replies: () => ({ fails: 429, type: 'ThrottlingException', message: 'Slow down.', headers: { 'retry-after': HTTP_DATE_IN_30_S() } }), code: 'throttled', retryAfterMs: [20_000, 31_000] },
  { when: '429 with a nonsensical time to wait', replies: () => ({ fails: 429, type: 'ThrottlingException', message: 'Slow down.', headers: { 'retry-after': '-5 minutes' } }), code: 'throttled' },
  { when: '500', replies: () => ({ fails: 500, type: 'InternalServerException', message: 'Oops.' }), code: 'unavailable' },
  { when: '502 with a page of a proxy', replies: () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html><body><h1>502 Bad Gateway</h1></body></html>' }), code: 'unavailable' },
  { when: '503 with seconds to wait', replies: () => ({ fails: 503, type: 'ServiceUnavailableException', message: 'Later.', headers: { 'retry-after': '2' } }), code: 'unavailable', retryAfterMs: [2000, 2000] },
  { when: '529', replies: () => ({ fails: 529, type: 'OverloadedException', message: 'Overloaded.' }), code: 'unavailable' },
  { when: '408', replies: () => ({ fails: 408, type: 'ModelTimeoutException', message: 'The model took too long.' }), code: 'timed-out' },
  { when: 'never a byte', replies: () => 'hang', code: 'timed-out', timeoutMs: 80 },
  { when: 'half a body and then nothing', replies: () => 'half', code: 'timed-out', timeoutMs: 80 },
  { when: 'a byte at a time for ever', replies: () => 'drip', code: 'timed-out', timeoutMs: 120 },
  { when: 'a connection that ends in the middle', replies: () => 'cut', code: 'unavailable' },
  { when: 'a connection that is reset', replies: () => 'reset', code: 'unavailable' },
  { when: 'more than anybody can read', replies: () => 'flood', code: 'unavailable' },
  { when: 'truncated JSON', replies: (wire) => ({ body: answerOnWire(wire, 'So be it.').slice(0, 60) }), code: 'unavailable' },
  { when: 'an empty body', replies: () => ({ body: '' }), code: 'unavailable' },
  { when: 'a page', replies: () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }), code: 'unavailable' },
  { when: 'JSON of another kind', replies: () => ({ body: '{"ok":true,"result":["no","answer"]}' }), code: 'unavailable' },
  { when: 'JSON that is null', replies: () => ({ body: 'null' }), code: 'unavailable' },
  { when: 'a list of JSON lines', replies: (wire) => ({ body: `${answerOnWire(wire, 'So')}\n${answerOnWire(wire, 'be it.')}\n` }), code: 'unavailable' },
  { when: 'a stream of events', replies: (wire) => ({ headers: { 'content-type': 'text/event-stream' }, body: `data: ${answerOnWire(wire, 'So')}\n\ndata: [DONE]\n\n` }), code: 'unavailable' },
  { when: 'bytes that are no text', replies: () => ({ body: '\u0000\u0001\u0002' }), code: 'unavailable' },
  { when: 'an answer without a word', replies: () => ({ says: '  \n ' }), code: 'unavailable' },
  { when: 'a prompt too long for it', replies: () => ({ fails: 400, type: 'ValidationException', message: "This model's maximum context length is 8192 tokens. However, your messages resulted in 90210 tokens." }), code: 'too-long' },
  { when: 'an input too long for it', replies: () => ({ fails: 400, type: 'ValidationException', message: 'Input is too long for requested model.' }), code: 'too-long' },
  { when: 'a request it finds wrong', replies: () => ({ fails: 400, type: 'ValidationException', message: 'messages: roles must alternate' }), code: 'refused' },
  { when: '403', replies: () => ({ fails: 403, type: 'AccessDeniedException', message: "You don't have access to the model." }), code: 'denied' },
  { when: '404', replies: () => ({ fails: 404, type: 'ResourceNotFoundException', message: 'No such model.' }), code: 'denied' },
  { when: 'a redirect', replies: () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' }, body: '' }), code: 'denied' },
];

type Odd = { readonly when: string; readonly reply: (wire: Wire) => Reply; readonly answer: { readonly [Key in keyof ModelAnswer]?: ModelAnswer[Key] | undefined } };
const usage = (wire: Wire, input: unknown, output: unknown): unknown => (wire === 'chat' ? { prompt_tokens: input, completion_tokens: output } : { inputTokens: input, outputTokens: output });
const oddUsage = (when: string, input: unknown, output: unknown): Odd => ({ when, reply: (wire) => ({ says: 'So be it.', usage: usage(wire, input, output) }), answer: { text: 'So be it.', usage: undefined } });

const ODD: readonly Odd[] = [
  { when: 'it does not say what it used', reply: () => ({ says: 'So be it.', usage: null }), answer: { text: 'So be it.', usage: undefined } },
  oddUsage('it says that it used less than nothing', -7, 3),
  oddUsage('it says what it used in words', 'twenty', '3'),
  oddUsage('it says that it used a part of a token', 1.5, 3),
  oddUsage('it says that the prompt was longer than can be', 9_000_000_000, 3),
  oddUsage('it says that the answer was longer than can be', 20, 1e15),
  oddUsage('it says that the answer was for nothing', 20, 0),
  { when: 'it was cut off', reply: (wire) => ({ says: 'So be', stop: wire === 'chat' ? 'length' : 'max_tokens' }), answer: { text: 'So be', stop: 'length' } },
  { when: 'a filter stopped it', reply: (wire) => ({ says: '', stop: wire === 'chat' ? 'content_filter' : 'content_filtered' }), answer: { text: '', stop: 'refused' } },
  { when: 'it stopped for a reason of its own', reply: () => ({ says: 'So be it.', stop: 'something_new' }), answer: { text: 'So be it.', stop: 'other' } },
  { when: 'it thought aloud first', reply: () => ({ says: '<think>\nWhat could it be?\n```js\nno()\n```\n</think>\n\nSo be it.' }), answer: { text: 'So be it.', stop: 'end' } },
  { when: 'the beginning of its thoughts is missing', reply: () => ({ says: 'What could it be?\n</think>\nSo be it.' }), answer: { text: 'So be it.', stop: 'end' } },
  { when: 'it thought until it was cut off', reply: (wire) => ({ says: '<think>What could it', stop: wire === 'chat' ? 'length' : 'max_tokens' }), answer: { text: '', stop: 'length' } },
];

/** What a `Model` over a network promises on top, when its endpoint misbehaves in a way that the protocol does not foresee. */
export const describeModelOverNetwork = (name: string, make: () => Promise<Required<Pick<ModelFixture, 'model' | 'endpoint' | 'end'>>>): void => {
  describe(`Model over a network: ${name}`, () => {
    let fixture: Awaited<ReturnType<typeof make>>;
    beforeAll(async () => {
      fixture = await make();
    });
    afterAll(() => fixture.end());

    it.each(FAILURES)('says “$code” when it gets $when', async ({ replies, code, timeoutMs = 10_000, retryAfterMs }) => {
      const { model, endpoint } = fixture;
      endpoint.replies(replies(endpoint.wire));
      const error: unknown = await model.converse({ ...QUESTION, timeoutMs }).then(() => 'an answer', (thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ModelError);
      expect(error).toMatchObject({ code });
      if (!(error instanceof ModelError)) return;
      expect(error.message).toContain(model.id);
      expect(error.message.length).toBeLessThan(700);
      if (code === 'throttled' || code === 'refused' || code === 'too-long') expect(error.usage).toEqual(NO_USAGE);
      if (code === 'timed-out') expect(error.usage).toBeUndefined();
      if (retryAfterMs === undefined) expect(error.retryAfterMs).toBeUndefined();
      else expect(error.retryAfterMs).toSatisfy((ms: number) => ms >= retryAfterMs[0] && ms <= retryAfterMs[1]);
    });

    it.each(ODD)('answers all the same when $when', async ({ reply, answer }) => {
      const { model, endpoint } = fixture;
      endpoint.replies(reply(endpoint.wire));
      expect({ usage: undefined, ...(await model.converse(QUESTION)) }).toMatchObject(answer);
    });

    it('cuts what goes far beyond the tokens it allowed, and says so', async () => {
      const { model, endpoint } = fixture;
      endpoint.replies({ says: 'so be it '.repeat(300_000), usage: null });
      const { text, stop } = await model.converse(QUESTION);
      expect(stop).toBe('length');
      expect(text.length).toBeLessThanOrEqual(QUESTION.maxTokens * 32);
    });

    it('tells what an answer without words has cost', async () => {
      const { model, endpoint } = fixture;
      endpoint.replies({ says: ' ' });
      await expect(model.converse(QUESTION)).rejects.toMatchObject({ usage: { inputTokens: 20, outputTokens: 3 } });
    });

    it('answers again after each of that', async () => {
      const { model, endpoint } = fixture;
      endpoint.replies('cut', 'half', { body: '' }, { says: 'So be it.' });
      for (const _ of [1, 2, 3]) await expect(model.converse({ ...QUESTION, timeoutMs: 80 })).rejects.toBeInstanceOf(ModelError);
      expect(await model.converse(QUESTION)).toMatchObject({ text: 'So be it.', stop: 'end' });
    });
  });
};
