import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectHost } from '../../local/host/connect-host.ts';
import { eventually, startCli } from '../support/pawl-cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-story-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// One more try: on a noisy machine a canary may rightly stay inconclusive. The promise is 19 runs of 20.
it('tells the whole story, and everything in it really happens', { retry: 1, timeout: 420_000 }, async () => {
  const { code, messages } = await startCli(folder, 'demo', '--folder', join(folder, 'demo')).finished;
  const texts = messages.map(({ text }) => text);
  expect(code, texts.slice(-8).join('\n')).toBe(0);
  expect(texts.some((text) => /^Promoted: .*p95 \d+ → \d+ ms/.test(text))).toBe(true);
  expect(texts.some((text) => /passed \d+ tests and was taken back/.test(text))).toBe(true);
  expect(texts.some((text) => /The guard returned all traffic/.test(text))).toBe(true);
  expect(texts.some((text) => /^It abstains there: .*no model is configured/.test(text))).toBe(true);
  const report = messages.find(({ data }) => typeof data?.['report'] === 'string')?.data?.['report'];
  expect(typeof report === 'string' && existsSync(report)).toBe(true);
  expect(await connectHost(join(folder, 'demo', 'state', 'host'))).toBeUndefined();
});

it('leaves the service whole when it is interrupted, and ends everything that it started', async () => {
  const place = join(folder, 'interrupted');
  const running = startCli(folder, 'demo', '--folder', place);
  await eventually('The service did not come up', 60_000, () => running.messages.find(({ code }) => code === 'PAWL-LOAD-001'));
  running.child.kill('SIGINT');
  const { code, messages } = await running.finished;
  expect(code).toBe(130);
  expect(messages.find(({ code: said }) => said === 'PAWL-WHOLE-001')?.text).toMatch(/orders is whole: all traffic of live is on version 1/);
  const left = await new Promise<string>((resolve) => {
    let found = '';
    const ps = spawn('ps', ['-eo', 'args']);
    ps.stdout.on('data', (chunk: Buffer) => (found += chunk.toString()));
    ps.once('close', () => resolve(found.split('\n').filter((line) => line.includes(place)).join('\n')));
  });
  expect(left).toBe('');
}, 120_000);
