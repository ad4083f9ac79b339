// case: S3-triggered copy that mirrors objects onto a mounted file system under their original names
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';

const s3 = new S3Client({});

// customers upload through a form that keeps their own file name as object metadata
export async function handler(event: S3Event): Promise<void> {
  for (const { s3: source } of event.Records) {
    const key = decodeURIComponent(source.object.key.replace(/\+/g, ' '));
    const object = await s3.send(new GetObjectCommand({ Bucket: source.bucket.name, Key: key }));
    const original = object.Metadata?.['original-name'] ?? source.object.eTag;
    await pipeline(object.Body as Readable, createWriteStream('/mnt/mirror/' + original));
  }
}
