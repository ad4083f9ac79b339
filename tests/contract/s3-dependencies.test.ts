import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { s3Dependencies } from '../../shared/adapters/aws/s3-dependencies.ts';
import { startEmulator } from '../support/emulator.ts';

const emulator = await startEmulator();
const client = new S3Client({ endpoint: 'missing' in emulator ? 'http://127.0.0.1:9' : emulator.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' }, forcePathStyle: true });
const Bucket = 'pawl-test';
let folder = '';

const put = (Key: string, files: Readonly<Record<string, string>>) => client.send(new PutObjectCommand({ Bucket, Key, Body: zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]))) }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawl-dependencies-'));
  return () => rm(folder, { recursive: true });
});
afterAll(async () => {
  client.destroy();
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf('missing' in emulator)('a target’s packages out of the bucket', () => {
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket }));
    await put('dependencies/orders.zip', { 'nodejs/node_modules/zod/index.d.ts': 'export {}', 'nodejs/node_modules/zod/index.js': 'x' });
  });

  it('unpacks them once, however many ask at the same time, and keeps them without the bucket', async () => {
    await put('dependencies/short-lived.zip', { 'node_modules/a/index.d.ts': 'a' });
    const packages = s3Dependencies({ client, bucket: Bucket, folder });
    const [one, two] = await Promise.all([packages('dependencies/short-lived.zip'), packages('dependencies/short-lived.zip')]);
    expect(two).toBe(one);
    expect(one).toMatch(/\/node_modules$/);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'dependencies/short-lived.zip' }));
    expect(await s3Dependencies({ client, bucket: Bucket, folder })('dependencies/short-lived.zip')).toBe(one);
    expect(await readFile(join(one, 'a/index.d.ts'), 'utf8')).toBe('a');
  });

  it('unpacks declarations only, each key into a folder of its own', async () => {
    await put('dependencies/other.zip', { 'node_modules/zod/index.d.ts': 'export const other = 1' });
    const packages = s3Dependencies({ client, bucket: Bucket, folder });
    const [orders, other] = [await packages('dependencies/orders.zip'), await packages('dependencies/other.zip')];
    expect(await readdir(join(orders, 'zod'))).toEqual(['index.d.ts']);
    expect(await readFile(join(orders, 'zod/index.d.ts'), 'utf8')).not.toBe(await readFile(join(other, 'zod/index.d.ts'), 'utf8'));
  });

  it('leaves nothing of an archive that leads out of the folder', async () => {
    await put('dependencies/bad.zip', { 'node_modules/a/index.d.ts': 'fine', 'node_modules/../../../escaped.d.ts': 'not fine' });
    await expect(s3Dependencies({ client, bucket: Bucket, folder })('dependencies/bad.zip')).rejects.toMatchObject({ code: 'PAWL-AWS-INVALID', message: expect.stringContaining('no place below node_modules') });
    expect(await readdir(folder)).toEqual([]);
  });

  it('names the key that is not there, and finds it once it is', async () => {
    const packages = s3Dependencies({ client, bucket: Bucket, folder });
    await expect(packages('dependencies/late.zip')).rejects.toMatchObject({ code: 'PAWL-AWS-NOT-FOUND', message: expect.stringContaining('dependencies/late.zip') });
    await put('dependencies/late.zip', { 'node_modules/a/index.d.ts': 'a' });
    expect(await readdir(await packages('dependencies/late.zip'))).toEqual(['a']);
  });
});
