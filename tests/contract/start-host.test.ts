import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { connectHost } from '../../local/host/connect-host.ts';
import { startHost } from '../../local/host/start-host.ts';
import { stopHost } from '../../local/host/stop-host.ts';
import { deployFunction, messagesOf, testHost, type TestHost } from '../support/host.ts';

let host: TestHost | undefined;
afterEach(async () => {
  await host?.end();
  host = undefined;
});

const PID_HANDLER = `export const handler = async (event) => {
  if (event.rawPath === '/spin') { console.log('spinning ' + process.pid); for (;;); }
  return { statusCode: 200, body: String(process.pid) };
};`;

/** Not for a process that has ended and is only not yet collected by its parent, which may take its time. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !(existsSync(`/proc/${pid}/stat`) && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')));
  } catch {
    return false;
  }
}

test('a second start on the same folder finds the host that runs', async () => {
  host = await testHost();
  const again = await startHost({ stateDir: host.stateDir, port: 0 });
  expect(again.pid).toBe(host.pid);
});

test('of starts at the same time all find one host', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'pawl-host-'));
  try {
    const handles = await Promise.all(Array.from({ length: 3 }, async () => startHost({ stateDir, port: 0 })));
    expect(new Set(handles.map(({ pid }) => pid)).size).toBe(1);
    expect(new Set(handles.map(({ client }) => client.address.url)).size).toBe(1);
  } finally {
    await stopHost(stateDir);
    rmSync(stateDir, { recursive: true, force: true });
  }
});

test('the file with the token is for its owner only', async () => {
  host = await testHost();
  expect(statSync(join(host.stateDir, 'host.json')).mode & 0o777).toBe(0o600);
});

test('a stopped host is gone with its environments, and nobody answers', async () => {
  host = await testHost();
  await deployFunction(host.client, 'f', PID_HANDLER);
  const environment = Number(await (await fetch(host.client.frontDoor('f', 'live'))).text());
  expect(isRunning(environment)).toBe(true);
  const { pid } = host;
  await stopHost(host.stateDir);
  await expect.poll(() => isRunning(pid), { timeout: 5_000 }).toBe(false);
  await expect.poll(() => isRunning(environment), { timeout: 5_000 }).toBe(false);
  expect(await connectHost(host.stateDir)).toBeUndefined();
});

test('environments end when their host is killed, and a busy one at the latest when the next host starts', async () => {
  host = await testHost();
  await deployFunction(host.client, 'f', PID_HANDLER, { timeoutSeconds: 60 });
  const idle = Number(await (await fetch(host.client.frontDoor('f', 'live'))).text());
  const spinning = fetch(`${host.client.frontDoor('f', 'live')}/spin`).catch(() => undefined);
  const { client, stateDir } = host;
  const spinner = async (): Promise<number> => Number((await messagesOf(client, 'f')).map((message) => /spinning (\d+)/.exec(message)?.[1]).find(Boolean) ?? 0);
  await expect.poll(spinner, { timeout: 10_000 }).toBeGreaterThan(0);
  const busy = await spinner();
  // One request at a time: the idle one took the request that spins.
  const other = Number(await (await fetch(client.frontDoor('f', 'live'))).text());
  expect(idle).toBe(busy);
  process.kill(host.pid, 'SIGKILL');
  await spinning;
  await expect.poll(() => isRunning(other), { timeout: 5_000 }).toBe(false);

  await startHost({ stateDir, port: 0 });
  await expect.poll(() => isRunning(busy), { timeout: 5_000 }).toBe(false);
});

test('a port in use is named, with what to do', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const stateDir = mkdtempSync(join(tmpdir(), 'pawl-host-'));
  try {
    await expect(startHost({ stateDir, port })).rejects.toMatchObject({ name: 'HostStartError', code: 'port-in-use', message: expect.stringContaining(`Port ${port}`) });
  } finally {
    taken.close();
    rmSync(stateDir, { recursive: true, force: true });
  }
});
