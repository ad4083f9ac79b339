// case: avatar job that refuses every source outside the identity provider's picture host
import { request } from 'undici';
import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';
import type { SQSEvent } from 'aws-lambda';

interface AvatarJob {
  readonly userId: number;
  readonly source: string;
}

function pictureUrl(text: string): URL {
  const url = new URL(text);
  if (url.origin !== 'https://pictures.idp.example.com') {
    throw new Error('picture host is not allowed');
  }
  return url;
}

const s3 = new S3Client({});

async function run(job: AvatarJob): Promise<void> {
  const { statusCode, body } = await request(pictureUrl(job.source), { method: 'GET' });
  if (statusCode !== 200) return;
  const bytes = Buffer.from(await body.arrayBuffer());
  const key = `avatars/${Number(job.userId)}.png`;
  await s3.send(new PutObjectCommand({ Bucket: process.env['AVATAR_BUCKET'], Key: key, Body: bytes }));
}

export async function handler(event: SQSEvent): Promise<void> {
  for (const record of event.Records) {
    await run(JSON.parse(record.body) as AvatarJob);
  }
}
