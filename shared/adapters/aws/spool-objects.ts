import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { AwsError, awsCall, codeOfAwsError } from './aws-error.ts';

/** The little that the spool needs of an object store: keys in byte order, whole objects. */
export type SpoolObjects = {
  /** Keys with this prefix after `startAfter`, ascending, read as far as they are asked for. */
  readonly keys: (prefix: string, startAfter: string) => AsyncIterable<string>;
  /** `undefined` when it is not there (any more). */
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  readonly put: (key: string, bytes: Uint8Array, signal: AbortSignal) => Promise<void>;
};

/** On S3. A listing shows what was put before it, by S3's read-after-write consistency. Throws `AwsError`. */
export const s3SpoolObjects = ({ client, bucket }: { client: S3Client; bucket: string }): SpoolObjects => ({
  async *keys(prefix, startAfter) {
    let token: string | undefined;
    do {
      const page = await awsCall('s3:ListBucket', `${bucket}/${prefix}`, () =>
        client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(token === undefined ? { StartAfter: startAfter } : { ContinuationToken: token }) })),
      );
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
      token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  },
  get: async (key) =>
    awsCall('s3:GetObject', `${bucket}/${key}`, async () => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (codeOfAwsError(error) === 'PAWL-AWS-NOT-FOUND') return undefined;
        throw error;
      }
    }),
  async put(key, bytes, signal) {
    const resource = `${bucket}/${key}`;
    await awsCall('s3:PutObject', resource, async () => {
      try {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: 'application/json', ContentEncoding: 'gzip' }), { abortSignal: signal });
      } catch (error) {
        if (signal.aborted) throw new AwsError('PAWL-AWS-UNREACHABLE', `s3:PutObject on ${resource} had no answer in time.`, { cause: error });
        throw error;
      }
    });
  },
});
