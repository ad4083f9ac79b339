import { expect, it } from 'vitest';
import { TargetInput, targetFrom } from '../../../../shared/config/target-input.ts';
import { PRESETS } from '../../../../shared/config/presets.ts';

const settings = { ...PRESETS.basic, monitoringExtensionSeconds: 1, postWatchSeconds: 1, tenants: {} };
const read = (allows?: readonly string[]) => TargetInput.safeParse({ id: 'orders', repository: '.', entry: 'src/handler.ts', ...(allows ? { allows } : {}) });

it('allows a remedy nothing out of bounds unless the owner lists it', () => {
  const [none, listed] = [read(), read(['infrastructure', 'tests', 'tests'])].map(({ data }) => data && targetFrom(data, settings));
  expect([none?.allows, listed?.allows]).toEqual([undefined, ['infrastructure', 'tests']]);
});

it('knows what may be allowed: secrets are not among it', () => {
  expect(read(['secrets']).success).toBe(false);
});
