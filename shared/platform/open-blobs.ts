import { S3Client } from '@aws-sdk/client-s3';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { s3BlobStore } from '../adapters/aws/s3-blob-store.ts';
import { required, type Environment } from './environment.ts';
import type { Ground } from './phase-handler.ts';

/** An emulator is reached by path, not by a host name for each bucket. */
export const s3Client = (environment: Environment): S3Client => new S3Client({ ...CLIENT_OPTIONS, forcePathStyle: environment['AWS_ENDPOINT_URL'] !== undefined });

export const openBlobs = ({ environment }: Ground) => s3BlobStore({ client: s3Client(environment), bucket: required(environment, 'PAWL_BUCKET').PAWL_BUCKET });
