import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { AwsError, awsCall } from './aws-error.ts';
import { unpackDeclarations } from './unpack-declarations.ts';

/** The packages' zip, at most; a Lambda layer may not be larger than 250 MB unpacked either. */
const MAX_ZIP_BYTES = 250 * 1024 * 1024;

export type S3DependenciesOptions = {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucket: string;
  /** A folder of this environment that may be filled (`/tmp/dependencies`). */
  readonly folder: string;
};

/**
 * A target's installed packages, as far as types need them: a zip in the bucket by its key → a `node_modules` folder. Unpacked once for
 * a key and environment; keys are names of contents, so what lies there stays true. Throws `AwsError`.
 */
export const s3Dependencies = ({ client, bucket, folder }: S3DependenciesOptions): ((key: string) => Promise<string>) => {
  const known = new Map<string, Promise<string>>();

  const fetch = async (key: string): Promise<string> => {
    const home = join(folder, createHash('sha256').update(`${bucket}/${key}`).digest('hex').slice(0, 32));
    const packages = join(home, 'node_modules');
    if (existsSync(packages)) return packages;
    const what = `packages s3://${bucket}/${key}`;
    const zip = await awsCall('s3:GetObject', what, async () => {
      const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (ContentLength > MAX_ZIP_BYTES) throw new AwsError('PAWL-AWS-INVALID', `The ${what} have ${ContentLength} bytes; ${MAX_ZIP_BYTES} is the most. Deploy the target with its run-time dependencies only.`);
      return Body?.transformToByteArray() ?? new Uint8Array();
    });
    await unpackInto(home, zip, what);
    return packages;
  };

  return (key) => {
    const coming = known.get(key) ?? fetch(key).catch((error: unknown) => {
      known.delete(key);
      throw error;
    });
    known.set(key, coming);
    return coming;
  };
};

/** All or nothing: unpacked beside, then renamed, since an environment can end half-way. */
const unpackInto = async (home: string, zip: Uint8Array, what: string): Promise<void> => {
  const beside = `${home}.${randomUUID()}`;
  try {
    const packages = join(beside, 'node_modules');
    await mkdir(packages, { recursive: true });
    const made = new Set<string>();
    for (const [path, content] of unpackDeclarations(zip)) {
      const at = join(packages, path);
      if (!made.has(dirname(at))) await mkdir(dirname(at), { recursive: true });
      made.add(dirname(at));
      await writeFile(at, content);
    }
    await rename(beside, home).catch((error: unknown) => {
      if (!existsSync(join(home, 'node_modules'))) throw error;
    });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('PAWL-AWS-INVALID', `The ${what} cannot be unpacked: ${said} Deploy the target’s stack again.`, { cause });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
};
