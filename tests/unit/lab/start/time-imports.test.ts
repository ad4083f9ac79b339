import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sdkNames } from '../../../../lab/start/stub-sdk.ts';
import { medianOf, timeImports } from '../../../../lab/start/time-imports.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawl-imports-'));
  return () => rm(folder, { recursive: true });
});

describe('timing an import', () => {
  it('times each case in a process of its own, as often as asked', async () => {
    const file = join(folder, 'index.mjs');
    await writeFile(file, 'if (globalThis.seen) throw new Error("seen before"); globalThis.seen = true;\n');
    const [times = []] = timeImports([{ name: 'small', file, mode: 'with-sdk' }], 2).values();
    expect(times).toHaveLength(2);
    expect(times.every((time) => time > 0)).toBe(true);
  });

  it('puts stubs in place of the SDK when asked, and fails aloud where a package is missing', async () => {
    const file = join(folder, 'index.mjs');
    await writeFile(file, 'import{NoSuchClient as a,Other}from"@aws-sdk/client-no-such-service";new a({});class C extends Other{}export{C};\n');
    expect(timeImports([{ name: 'stubbed', file, mode: 'without-sdk' }], 1).size).toBe(1);
    expect(() => timeImports([{ name: 'real', file, mode: 'with-sdk' }], 1)).toThrow(/real cannot be imported: .*client-no-such-service/s);
  });

  it('reads what minified code imports from the SDK, and nothing else', () => {
    const names = sdkNames('import{LambdaClient as a,InvokeCommand}from"@aws-sdk/client-lambda";import{x}from"./chunk.mjs";import{ NodeHttpHandler } from \'@smithy/node-http-handler\';');
    expect([...names].map(([from, list]) => `${from}: ${[...list].join(' ')}`)).toEqual(['@aws-sdk/client-lambda: LambdaClient InvokeCommand', '@smithy/node-http-handler: NodeHttpHandler']);
  });

  it('takes the middle of the times', () => {
    expect(medianOf([9, 1, 5])).toBe(5);
  });
});
