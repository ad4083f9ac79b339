import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VERSION } from '../../../cli/version.ts';
import { VERSION as OF_THE_DOORS } from '../../../local/doors/open-doors.ts';

it('is the same everywhere: the package’s', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  expect([VERSION, OF_THE_DOORS]).toEqual([version, version]);
});
