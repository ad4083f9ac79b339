import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Notice, Notifier } from '../../shared/ports/notifier.ts';

export type NotifierFixture = {
  readonly notifier: Notifier;
  /** What people were told so far, one text each. */
  told(): readonly string[];
  end?(): Promise<void>;
};

const NOTICE: Notice = { severity: 'high', subject: 'Rolled back orders', text: 'p95 doubled — ×2', targetId: 'orders', improvementId: 'imp-1', key: 'rolled back imp-1 ↩' };

/** What every `Notifier` promises. */
export const describeNotifier = (name: string, make: () => Promise<NotifierFixture>): void => {
  describe(`Notifier: ${name}`, () => {
    let fixture: NotifierFixture;
    beforeAll(async () => {
      fixture = await make();
    });
    afterAll(() => fixture.end?.());

    it('tells subject and text, and each key once, also when it is asked several times at once', async () => {
      const { notifier } = fixture;
      await Promise.all([notifier.send(NOTICE), notifier.send(NOTICE), notifier.send(NOTICE)]);
      await notifier.send(NOTICE);
      await notifier.send({ ...NOTICE, subject: 'Something else', key: 'another' });
      await vi.waitFor(() => expect(fixture.told().some((text) => text.includes('Something else'))).toBe(true), 10_000);
      const told = fixture.told().filter((text) => text.includes(NOTICE.subject));
      expect(told).toHaveLength(1);
      expect(told[0]).toContain(NOTICE.text);
    });

    it('takes any subject: long, of several lines, empty, in any script', async () => {
      const { notifier } = fixture;
      const subjects = ['x'.repeat(300), 'one\nline\r\n\tor two', '', '  注文 🚨', 'é'];
      for (const [index, subject] of subjects.entries()) await notifier.send({ ...NOTICE, subject, text: `any subject ${index}.`, key: `subject ${index}` });
      await vi.waitFor(() => expect(fixture.told().filter((text) => text.includes('any subject'))).toHaveLength(subjects.length), 10_000);
    });
  });
};
