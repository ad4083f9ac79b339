import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bus, BusEvent } from '../../shared/ports/bus.ts';

export type BusFixture = {
  readonly bus: Bus;
  /** What listeners on the other side have got so far. */
  received(): readonly Pick<BusEvent, 'type' | 'detail'>[];
  end?(): Promise<void>;
};

/** What every `Bus` promises. */
export const describeBus = (name: string, make: () => Promise<BusFixture>): void => {
  describe(`Bus: ${name}`, () => {
    let fixture: BusFixture;
    beforeAll(async () => {
      fixture = await make();
    });
    afterAll(() => fixture.end?.());

    it('hands on each event with its type and detail', async () => {
      const detail = { improvementId: 'imp-1', weight: 0.1, verdict: null, sites: ['a', 'ü'], nested: { p95: [1, 2] } };
      await fixture.bus.publish({ type: 'release.judged', at: Date.UTC(2026, 0, 5), detail });
      await fixture.bus.publish({ type: 'cycle.analysed', at: Date.UTC(2026, 0, 5), detail: {} });
      await vi.waitFor(() => expect(fixture.received()).toHaveLength(2), 10_000);
      expect(fixture.received()).toContainEqual({ type: 'release.judged', detail });
      expect(fixture.received()).toContainEqual({ type: 'cycle.analysed', detail: {} });
    });

    it('does not stop whoever publishes something far too large, and hands on what is short of it', async () => {
      await fixture.bus.publish({ type: 'large', at: Date.UTC(2026, 0, 5), detail: { cycleId: 'cyc-1', text: 'x'.repeat(1_000_000) } });
      await vi.waitFor(() => expect(fixture.received().find(({ type }) => type === 'large')?.detail['cycleId']).toBe('cyc-1'), 10_000);
    });
  });
};
