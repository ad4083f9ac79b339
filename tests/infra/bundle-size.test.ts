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

/** Analysis carries every detector, and since there are switches and a log of every step, those too: 7 KB more than it should. It is to become less. */
const MOST_BYTES_OF_ANALYSIS = 310 * 1024;
const MOST: Readonly<Record<string, number>> = { api: MOST_BYTES_OF_DOORS, analyze: MOST_BYTES_OF_ANALYSIS };

test('what telemetry and commands read at start fits 300 KB, and neither analysis nor the doors grow past theirs', { timeout: 60_000 }, async () => {
  const outdir = await mkdtemp(join(tmpdir(), 'pawl-size-'));
  try {
    const bundles = await bundleFunctions({ outdir, only: ['analyze', 'collect', 'command', 'api'] });
    for (const [name, { startBytes }] of bundles) expect(startBytes, name).toBeLessThan(MOST[name] ?? MOST_BYTES);
    const doors = bundles.get('api');
    expect((doors?.bytes ?? 0) - (doors?.startBytes ?? 0), 'of the doors, loaded later').toBeGreaterThan(150 * 1024);
    expect(existsSync(join(doors?.directory ?? '', 'page/index.html'))).toBe(true);
    expect(bundles.size).toBe(4);
  } finally {
    await rm(outdir, { recursive: true });
  }
});
