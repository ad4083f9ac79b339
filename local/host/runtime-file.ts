import { build, stop } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from './atomic-file.ts';

/** Builds what every environment runs into one plain JavaScript file; returns its path. */
export async function writeRuntimeFile(stateDir: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('runtime/runtime.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'silent',
  });
  // The process it works in would live as long as this one.
  await stop();
  const path = join(stateDir, 'runtime.mjs');
  replaceFile(path, outputFiles[0]?.contents ?? '');
  return path;
}
