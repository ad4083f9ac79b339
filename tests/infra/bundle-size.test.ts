import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';

/** What `npm run bench -- start` holds a function to. */
const MOST_BYTES = 300 * 1024;

test('what analysis, telemetry and commands read at start fits 300 KB', { timeout: 60_000 }, async () => {
  const outdir = await mkdtemp(join(tmpdir(), 'pawl-size-'));
  try {
    const bundles = await bundleFunctions({ outdir, only: ['analyze', 'collect', 'command'] });
    for (const [name, { startBytes }] of bundles) expect(startBytes, name).toBeLessThan(MOST_BYTES);
    expect(bundles.size).toBe(3);
  } finally {
    await rm(outdir, { recursive: true });
  }
});
