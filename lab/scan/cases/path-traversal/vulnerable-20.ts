// case: S3-triggered copy that mirrors object keys onto a mounted file system
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';

const s3 = new S3Client({});

// the bucket accepts uploads from customers under any key they like
export async function handler(event: S3Event): Promise<void> {
  for (const { s3: source } of event.Records) {
    const key = decodeURIComponent(source.object.key.replace(/\+/g, ' '));
    const object = await s3.send(new GetObjectCommand({ Bucket: source.bucket.name, Key: key }));
    await pipeline(object.Body as Readable, createWriteStream('/mnt/mirror/' + key));
  }
}
