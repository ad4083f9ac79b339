/**
 * A process that imports one bundle and prints how long that took, in milliseconds: `node import-once.ts FILE [without-sdk]`.
 * Starting Node itself is not counted; Lambda does that before.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sdkNames, stubSdk } from './stub-sdk.ts';

const [file = '', mode] = process.argv.slice(2);
if (mode === 'without-sdk') {
  const folder = dirname(file);
  const names = sdkNames(readdirSync(folder).filter((name) => name.endsWith('.mjs')).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n'));
  stubSdk((from) => [...(names.get(from) ?? [])]);
}
const url = pathToFileURL(file).href;
const startedAt = performance.now();
await import(url);
process.stdout.write(`${performance.now() - startedAt}\n`);
process.exit(0);
