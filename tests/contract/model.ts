import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../shared/ports/model.ts';

export type ModelFixture = { readonly model: Model; end?(): Promise<void> };

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
