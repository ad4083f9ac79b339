import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';

/** What `npm run bench -- start` holds a function to. */
const MOST_BYTES = 300 * 1024;

/** The doors carry a router and the words of every command. What people seldom ask for, and the agents' protocol, is loaded when it is asked for. */
const MOST_BYTES_OF_DOORS = 450 * 1024;

test('what analysis, telemetry and commands read at start fits 300 KB, and the doors do not grow past 450', { timeout: 60_000 }, async () => {
  const outdir = await mkdtemp(join(tmpdir(), 'pawl-size-'));
  try {
    const bundles = await bundleFunctions({ outdir, only: ['analyze', 'collect', 'command', 'api'] });
    for (const [name, { startBytes }] of bundles) expect(startBytes, name).toBeLessThan(name === 'api' ? MOST_BYTES_OF_DOORS : MOST_BYTES);
    const doors = bundles.get('api');
    expect((doors?.bytes ?? 0) - (doors?.startBytes ?? 0), 'of the doors, loaded later').toBeGreaterThan(150 * 1024);
    expect(existsSync(join(doors?.directory ?? '', 'page/index.html'))).toBe(true);
    expect(bundles.size).toBe(4);
  } finally {
    await rm(outdir, { recursive: true });
  }
});
