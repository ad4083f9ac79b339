// case: S3-triggered Lambda reads user-uploaded posts with front-matter in its unsafe mode
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';
import fm from 'front-matter';

const s3 = new S3Client({});

interface Attributes {
  title?: string;
  tags?: string[];
}

export async function handler(event: S3Event): Promise<void> {
  for (const record of event.Records) {
    const key = decodeURIComponent(record.s3.object.key.replaceAll('+', ' '));
    const object = await s3.send(new GetObjectCommand({ Bucket: record.s3.bucket.name, Key: key }));
    const markdown = (await object.Body?.transformToString()) ?? '';
    const post = fm<Attributes>(markdown, { allowUnsafe: true });
    console.log(JSON.stringify({ title: post.attributes.title, tags: post.attributes.tags?.length }));
  }
}
