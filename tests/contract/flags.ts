import { beforeEach, describe, expect, it } from 'vitest';
import type { Flag } from '../../shared/domain/flag.ts';
import type { Flags } from '../../shared/ports/flags.ts';
import type { Message } from '../../shared/ports/host.ts';

export type FlagsFixture = {
  readonly flags: Flags;
  /** Makes this the text of the switches, and lets the time pass until it must be in force. */
  set(text: string): Promise<void>;
  readonly messages: readonly Message[];
};

/** What every `Flags` promises. */
export const describeFlags = (name: string, make: () => Promise<FlagsFixture>): void => {
  describe(`Flags: ${name}`, () => {
    let fixture: FlagsFixture;
    beforeEach(async () => {
      fixture = await make();
    });
    const on = async (...flags: Flag[]) => await Promise.all(flags.map((flag) => fixture.flags.isOn(flag)));

    it('is on for everything while nobody has switched anything', async () => {
      expect(await on('cycles', 'phase:generation', 'remedy:patch', 'tenant:acme')).toEqual([true, true, true, true]);
    });

    it('is off for what is switched off, in either way to write it, and on for the rest', async () => {
      await fixture.set('{ "cycles": false, "tenant:acme": { "enabled": false }, "phase:release": true, "remedy:patch": { "enabled": true } }');
      expect(await on('cycles', 'tenant:acme', 'phase:release', 'remedy:patch', 'tenant:other')).toEqual([false, false, true, true, true]);
      expect(fixture.messages).toEqual([]);
    });

    it('follows the switches without being made anew', async () => {
      await fixture.set('{ "cycles": false }');
      expect(await on('cycles')).toEqual([false]);
      expect(await on('cycles')).toEqual([false]);
      await fixture.set('{}');
      expect(await on('cycles')).toEqual([true]);
    });

    it.each(['{ "cycles": fal', '[]', '{ "cycles": "no" }'])('keeps the last switches when the next are %s, and says so', async (text) => {
      await fixture.set('{ "tenant:acme": false }');
      expect(await on('tenant:acme')).toEqual([false]);
      await fixture.set(text);
      expect(await on('tenant:acme', 'cycles', 'tenant:acme')).toEqual([false, true, false]);
      expect(fixture.messages.map(({ code }) => code)).toEqual(['PAWL-FLAGS-900']);
    });

    it('is off for everything while everything is off', async () => {
      await fixture.set('{ "everything": false, "cycles": true }');
      expect(await on('everything', 'cycles', 'phase:release', 'tenant:acme')).toEqual([false, false, false, false]);
      expect(fixture.messages).toEqual([]);
    });

    it('names a switch that is no flag, because it does nothing', async () => {
      await fixture.set('{ "cycle": false }');
      expect(await on('cycles')).toEqual([true]);
      expect(fixture.messages).toMatchObject([{ code: 'PAWL-FLAGS-901', text: expect.stringContaining('"cycle"') as string }]);
    });
  });
};
