// case: S3-triggered thumbnail job that puts the object key into an ffmpeg command line
import { execSync } from 'node:child_process';
import { writeFileSync, readFileSync } from 'node:fs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';

const s3 = new S3Client({});

export async function handler(event: S3Event): Promise<void> {
  for (const record of event.Records) {
    const bucket = record.s3.bucket.name;
    const key = decodeURIComponent(record.s3.object.key.replace(/\+/g, ' '));
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    writeFileSync('/tmp/in.mp4', await object.Body!.transformToByteArray());
    execSync('ffmpeg -y -i /tmp/in.mp4 -metadata title="' + key + '" -frames:v 1 /tmp/out.jpg');
    await s3.send(
      new PutObjectCommand({ Bucket: process.env['THUMBS'], Key: `${key}.jpg`, Body: readFileSync('/tmp/out.jpg') }),
    );
  }
}
