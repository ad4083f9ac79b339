import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateFunctionCommand, DeleteFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';
import { lambdaWorkshop } from '../../shared/adapters/aws/lambda-workshop.ts';
import { bubblewrapWorkshop } from '../../shared/adapters/local/bubblewrap-workshop.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import { startEmulator } from '../support/emulator.ts';
import { zipFolder } from '../support/zip-folder.ts';
import { workshopContract } from './workshop.ts';

const PACKAGES = join(import.meta.dirname, '../../node_modules');
const CREDENTIALS = { accessKeyId: 'emulator', secretAccessKey: 'emulator' };
const RUN_MS = 120_000;

const emulator = await startEmulator();
const missing = 'missing' in emulator ? emulator.missing : undefined;
const client = new LambdaClient({ endpoint: 'missing' in emulator ? 'http://127.0.0.1:9' : emulator.endpoint, region: 'us-east-1', credentials: CREDENTIALS, requestHandler: { requestTimeout: RUN_MS } });

/** The workshop function as it is deployed: the real bundle, a layer's packages in its environment. */
const deploy = async (FunctionName: string, { timeoutSeconds = 120, packages = PACKAGES } = {}): Promise<string> => {
  const outdir = await mkdtemp(join(tmpdir(), 'pawl-bundle-'));
  try {
    const bundle = (await bundleFunctions({ outdir, only: ['workshop'] })).get('workshop');
    if (bundle === undefined) throw new Error('no bundle of the workshop function');
    const { FunctionArn = '' } = await client.send(new CreateFunctionCommand({
      FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/nothing', Code: { ZipFile: zipFolder(bundle.directory) },
      Timeout: timeoutSeconds, MemorySize: 3008, Environment: { Variables: { PAWL_DEPENDENCIES: packages } },
    }));
    return FunctionArn;
  } finally {
    await rm(outdir, { recursive: true });
  }
};

const functionArn = missing === undefined ? await deploy('workshop') : '';
const workshop = () => lambdaWorkshop({ client, functionArn, handlerFile: 'index.mjs', ids: systemIds });

afterAll(async () => {
  client.destroy();
  if (!('missing' in emulator)) await emulator.stop();
});

workshopContract('Lambda, on the emulator', workshop, { missing, moduleOf: (zip) => unzipSync(zip)['index.mjs'] ?? new Uint8Array() });

describe('Lambda, on the emulator: escape attempts', () => {
  it.skip('network, file system and foreign processes are kept from a run by Lambda itself (an environment for each tenant, a subnet without a way out, a role that may do nothing); the emulator runs functions as plain processes', () => {});
});

describe.skipIf(missing !== undefined)('Lambda, on the emulator', () => {
  it('builds the same module as the workshop on one machine', async () => {
    const job = { files: new Map([['src/handler.ts', "import * as z from 'zod';\nexport const handler = (n: unknown): number => z.number().parse(n) * 2;\n"]]), dependencies: PACKAGES, entry: 'src/handler.ts' };
    const [there, here] = [await workshop().pack(job), await bubblewrapWorkshop().pack(job)];
    if (!there.ok || !here.ok) throw new Error('not built');
    const files = unzipSync(there.package.bundle);
    expect(Object.keys(files)).toEqual(['index.mjs', 'index.mjs.map']);
    expect(Buffer.from(files['index.mjs'] ?? []).equals(here.package.bundle)).toBe(true);
    expect(Buffer.from(there.package.sourceMap).equals(here.package.sourceMap)).toBe(true);
  });

  it('leaves no file of a run behind, and gives tests neither credentials nor a way to answer for the function', async () => {
    const look = new Map([['look.test.mjs', `import { test } from 'node:test';
      import assert from 'node:assert';
      import { readdirSync } from 'node:fs';
      test('sees its own folder only', () => { assert.equal(readdirSync('../..').filter((name) => name.startsWith('pawl-workshop-')).length, 1); });
      test('has nothing of the function in its environment', () => { assert.deepEqual(Object.keys(process.env).filter((name) => /^(AWS|LAMBDA|PAWL|_)/.test(name) && name !== '_'), []); });`]]);
    for (const time of ['first', 'second']) {
      const run = await workshop().test({ files: look, dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 30, memoryMb: 512 });
      expect(run.tests.map(({ status, message }) => message ?? status), time).toEqual(['passed', 'passed']);
    }
  });

  it('takes a service larger than Lambda takes unpacked', async () => {
    const large = new Map([['package.json', '{"type":"module"}'], ['data/large.txt', 'all the same '.repeat(700_000)], ['a.test.js', "import { test } from 'node:test';\nimport { statSync } from 'node:fs';\nimport assert from 'node:assert';\ntest('is there', () => { assert.equal(statSync('data/large.txt').size, 9_100_000); });\n"]]);
    const run = await workshop().test({ files: large, dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 30, memoryMb: 512 });
    expect(run.tests.map(({ name, status }) => `${name} ${status}`)).toEqual(['is there passed']);
  });

  it('ends a run before the function itself is ended, so that there is somebody left to tell', async () => {
    const short = await deploy('workshop-in-a-hurry', { timeoutSeconds: 12 });
    const endless = new Map([['a.test.mjs', "import { test } from 'node:test';\ntest('endless', () => { for (;;); });\n"]]);
    const run = await lambdaWorkshop({ client, functionArn: short, handlerFile: 'index.mjs', ids: systemIds }).test({ files: endless, dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 60, memoryMb: 512 });
    expect(run).toMatchObject({ ended: 'timed-out', output: expect.stringContaining('[stopped: longer than') });
  });

  it('says what to do when there is no such function', async () => {
    const gone = await deploy('workshop-gone');
    await client.send(new DeleteFunctionCommand({ FunctionName: gone }));
    await expect(lambdaWorkshop({ client, functionArn: gone, handlerFile: 'index.mjs', ids: systemIds }).pack({ files: new Map(), dependencies: undefined, entry: 'a.ts' })).rejects.toMatchObject({ code: 'PAWL-AWS-NOT-FOUND' });
  });
});
