import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { BlobStore } from '../../ports/blob-store.ts';
import { blobKey } from '../blob-key.ts';
import { awsCall, codeOfAwsError } from './aws-error.ts';

export type S3BlobStoreOptions = {
  readonly client: S3Client;
  readonly bucket: string;
  /** With it, `locate` gives a link to the console; without, an `s3://` address. */
  readonly region?: string;
};

/**
 * Blobs as objects of one bucket, encrypted as the bucket says. An object is replaced as a whole, and read as it was last put.
 * The role needs `s3:ListBucket` on the bucket beside `s3:GetObject`: without it, S3 answers "denied" for what is not there.
 */
export const s3BlobStore = ({ client, bucket, region }: S3BlobStoreOptions): BlobStore => ({
  async put(key, bytes, contentType) {
    const command = new PutObjectCommand({ Bucket: bucket, Key: blobKey(key), Body: bytes, ContentType: contentType });
    await awsCall('s3:PutObject', `${bucket}/${key}`, () => client.send(command));
  },

  async get(key) {
    const command = new GetObjectCommand({ Bucket: bucket, Key: blobKey(key) });
    return await awsCall('s3:GetObject', `${bucket}/${key}`, async () => {
      try {
        const { Body: body } = await client.send(command);
        return await body?.transformToByteArray();
      } catch (error) {
        if (codeOfAwsError(error) === 'PAWL-AWS-NOT-FOUND' && !isBucketMissing(error)) return undefined;
        throw error;
      }
    });
  },

  locate: (key) =>
    region === undefined ? `s3://${bucket}/${blobKey(key)}` : `https://${region}.console.aws.amazon.com/s3/object/${bucket}?region=${region}&prefix=${blobKey(key)}`,
});

const isBucketMissing = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchBucket';
