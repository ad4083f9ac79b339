import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostClient } from '../../shared/adapters/local/host-client.ts';
import { startHost } from '../../local/host/start-host.ts';
import { stopHost } from '../../local/host/stop-host.ts';

export type TestHost = { readonly client: HostClient; readonly stateDir: string; readonly pid: number; end(): Promise<void> };

/** A real function host in a process of its own, on a folder of its own. */
export async function testHost(): Promise<TestHost> {
  const stateDir = mkdtempSync(join(tmpdir(), 'pawl-host-'));
  const { client, pid } = await startHost({ stateDir, port: 0 });
  return {
    client,
    stateDir,
    pid,
    async end() {
      await stopHost(stateDir);
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

const PROBE = fileURLToPath(new URL('../../shared/probe/probe.ts', import.meta.url));

/** Bundles a handler's source as the workshop does, with `@pawl/probe` at hand. */
export function bundleOf(source: string): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: { contents: source, loader: 'ts', resolveDir: tmpdir() },
    alias: { '@pawl/probe': PROBE },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** Creates a function that serves `source`, published as version 1 behind the alias `live`. */
export async function deployFunction(client: HostClient, name: string, source: string, configuration: Parameters<HostClient['configure']>[1] = {}): Promise<void> {
  await client.configure(name, configuration);
  await client.updateCode(name, { bundle: bundleOf(source) });
  const { version } = await client.publish(name, { description: 'first' });
  await client.createAlias(name, 'live', { version });
}

/** All messages of a function's log so far, oldest first. */
export async function messagesOf(client: HostClient, name: string): Promise<string[]> {
  const { records } = await client.log(name, 0, 10_000);
  return records.flatMap((record) => ('message' in record ? [record.message] : []));
}
