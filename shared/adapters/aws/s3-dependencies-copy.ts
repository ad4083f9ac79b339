import { CopyObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { awsCall } from './aws-error.ts';

/**
 * Takes a zip of a target's `node_modules` from where its stack put it into Pawl's own bucket, without downloading it; answers its key there.
 * The stack names such objects after their contents, so a copy that is there already is the same.
 */
export const s3DependenciesCopy = ({ client, bucket }: { readonly client: Pick<S3Client, 'send'>; readonly bucket: string }) => async (from: { readonly bucket: string; readonly key: string }): Promise<string> => {
  const key = `dependencies/${from.key.slice(from.key.lastIndexOf('/') + 1)}`;
  const source = `${from.bucket}/${from.key}`;
  const command = new CopyObjectCommand({ Bucket: bucket, Key: key, CopySource: source.split('/').map(encodeURIComponent).join('/') });
  await awsCall('s3:CopyObject', `s3://${source} to s3://${bucket}/${key}`, async () => client.send(command));
  return key;
};
