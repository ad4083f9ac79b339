import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../../local/load/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pawl-load-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

async function run(args: string[]): Promise<{ code: number | null; lines: string[]; complaint: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
  await once(child, 'close');
  return { code: child.exitCode, lines: output.split('\n').filter(Boolean), complaint };
}

const total = (lines: string[], key: string): number => lines.reduce((sum, line) => sum + Number((JSON.parse(line) as Record<string, unknown>)[key]), 0);
const PROFILE = { ratePerSecond: 100, routes: [{ weight: 1, method: 'POST', path: '/orders/{id}', parameters: { id: { list: ['7'] } }, body: { id: '{id}' } }] };

describe('the load process', () => {
  it('sends what the profile says below the base address, without waiting for slow answers', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
      request.resume();
      setTimeout(() => { response.end('{}'); }, 400);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/live`;

    const { code, lines } = await run(['--url', url, '--profile', file('profile.json', PROFILE), '--seconds', '1.5', '--stats', '--seed', '2']);
    server.closeAllConnections();
    server.close();

    expect(code).toBe(0);
    expect(new Set(seen)).toEqual(new Set(['POST /orders/live/orders/7']));
    // A closed loop over one connection would have sent about four.
    expect(total(lines, 'sent')).toBeGreaterThan(50);
    expect(total(lines, 'ok')).toBeGreaterThan(10);
    expect(total(lines, 'failed')).toBe(0);
  });

  it('outlives a target that refuses connections and counts the failures', async () => {
    const recording = file('recorded.jsonl', '{"method":"GET","path":"/"}\n');
    const { code, lines } = await run(['--url', 'http://127.0.0.1:1', '--requests', recording, '--rate', '50', '--seconds', '1', '--stats']);

    expect(code).toBe(0);
    expect(total(lines, 'failed')).toBeGreaterThan(5);
    expect(total(lines, 'ok')).toBe(0);
  });

  it('names each mistake in a profile and does not start', async () => {
    const path = file('wrong.json', { ratePerSecond: 0, routes: [] });
    const { code, complaint } = await run(['--url', 'http://127.0.0.1:1', '--profile', path]);

    expect(code).toBe(2);
    expect(complaint.trim().split('\n')).toEqual([expect.stringContaining('ratePerSecond: '), expect.stringContaining('routes: at least one route')]);
  });

  it('says which flag is missing', async () => {
    const profile = file('profile.json', PROFILE);

    expect((await run(['--profile', profile])).complaint).toMatch(/--url/);
    expect((await run(['--url', 'http://127.0.0.1:1'])).complaint).toMatch(/--profile FILE or --requests FILE/);
    expect((await run(['--url', 'http://127.0.0.1:1', '--profile', profile, '--rate', 'many'])).complaint).toMatch(/--rate: a number above 0/);
  });
});
