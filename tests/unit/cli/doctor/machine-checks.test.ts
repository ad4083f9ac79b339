import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkDisk, checkGit, checkNode, checkPort, checkSandbox, checkStateFolder } from '../../../../cli/doctor/machine-checks.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'machine-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the machine', () => {
  test('Node has to be 24 or later', () => {
    expect(checkNode('24.0.0').status).toBe('ok');
    expect(checkNode('v25.1.0').status).toBe('ok');
    expect(checkNode('20.19.0')).toMatchObject({ status: 'error' });
  });

  test.each([
    ['git version 2.38.0', 'ok'],
    ['git version 3.0.1 (Apple Git-1)', 'ok'],
    ['git version 2.37.9', 'error'],
  ])('%s is %s', async (version, status) => {
    const program = join(root, 'git');
    writeFileSync(program, `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
    expect((await checkGit(program)).status).toBe(status);
  });

  test('programs that are missing are told with how to get them', async () => {
    expect(await checkGit(join(root, 'none'))).toMatchObject({ status: 'error', detail: 'git is not installed' });
    expect((await checkSandbox(join(root, 'none'))).status).toBe('warning');
  });

  test.skipIf(process.platform !== 'linux')('a sandbox that is installed and forbidden is not taken for one that works', async () => {
    const program = join(root, 'bwrap');
    writeFileSync(program, '#!/bin/sh\necho "bwrap: setting up uid map: Permission denied" >&2\nexit 1\n', { mode: 0o755 });
    expect(await checkSandbox(program)).toMatchObject({ status: 'warning', detail: expect.stringContaining('Permission denied') as string });
  });

  test('a port in use is named', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await checkPort(port)).toMatchObject({ status: 'error', detail: `Port ${port} is in use` });
    await new Promise((resolve) => server.close(resolve));
    expect(await checkPort(port)).toMatchObject({ status: 'ok' });
  });

  test('a state folder that cannot be written is told, one that is not there yet is fine', () => {
    writeFileSync(join(root, 'file'), '');
    expect(checkStateFolder(join(root, 'file', 'state')).status).toBe('error');
    expect(checkStateFolder(join(root, 'a', 'b', 'c')).status).toBe('ok');
  });

  test('disk space is an error when there is hardly any, and a warning before that', () => {
    expect([50, 200, 5000].map((freeMb) => checkDisk(root, freeMb).status)).toEqual(['error', 'warning', 'ok']);
    expect(checkDisk(join(root, 'not', 'there')).detail).toMatch(/^\d+ MB free/);
  });
});
