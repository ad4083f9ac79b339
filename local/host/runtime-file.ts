import { buildSync } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { replaceFile } from './atomic-file.ts';

/** Builds what every environment runs into one plain JavaScript file; returns its path. */
export function writeRuntimeFile(stateDir: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('runtime/runtime.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'silent',
  });
  const path = join(stateDir, 'runtime.mjs');
  replaceFile(path, outputFiles[0]?.contents ?? '');
  return path;
}
