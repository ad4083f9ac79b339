import { CreateBucketCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { CLIENT_OPTIONS } from '../../shared/adapters/aws/client-options.ts';
import { s3BlobStore } from '../../shared/adapters/aws/s3-blob-store.ts';
import { localClient } from '../support/emulator-client.ts';
import { startEmulator } from '../support/emulator.ts';
import { blobStoreContract } from './blob-store.ts';

const emulator = await startEmulator();
const client = new S3Client({ ...CLIENT_OPTIONS, ...localClient, endpoint: 'missing' in emulator ? 'http://127.0.0.1:1' : emulator.endpoint, forcePathStyle: true });
afterAll(async () => {
  client.destroy();
  if (!('missing' in emulator)) await emulator.stop();
});

const freshBucket = async (): Promise<string> => {
  const Bucket = `pawl-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
};

describe.skipIf('missing' in emulator)('on the emulator', () => {
  blobStoreContract('blobs in S3', async () => s3BlobStore({ client, bucket: await freshBucket() }));

  it('keeps the content type, so that a report opens in a browser', async () => {
    const bucket = await freshBucket();
    await s3BlobStore({ client, bucket }).put('reports/r.html', new Uint8Array(3), 'text/html; charset=utf-8');
    expect((await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'reports/r.html' }))).ContentType).toBe('text/html; charset=utf-8');
  });

  it('carries a package of 30 MB', async () => {
    const store = s3BlobStore({ client, bucket: await freshBucket() });
    const bytes = Buffer.alloc(30_000_000, 'pawl');
    await store.put('packages/large.zip', bytes, 'application/zip');
    expect(Buffer.compare(bytes, (await store.get('packages/large.zip')) ?? new Uint8Array())).toBe(0);
  });

  it('does not take a missing bucket for a missing blob', async () => {
    const store = s3BlobStore({ client, bucket: 'pawl-no-such-bucket' });
    await expect(store.get('reports/r.html')).rejects.toMatchObject({ name: 'AwsError', code: 'PAWL-AWS-NOT-FOUND', message: expect.stringContaining('s3:GetObject on pawl-no-such-bucket/reports/r.html') as string });
    await expect(store.put('reports/r.html', new Uint8Array(1), 'text/html')).rejects.toMatchObject({ code: 'PAWL-AWS-NOT-FOUND' });
  });

  it('finds a blob in the console where it knows the region', () => {
    expect(s3BlobStore({ client, bucket: 'b', region: 'eu-west-1' }).locate('reports/r.html')).toBe('https://eu-west-1.console.aws.amazon.com/s3/object/b?region=eu-west-1&prefix=reports/r.html');
  });
});
