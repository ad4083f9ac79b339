// case: S3 import Lambda checks each line of an uploaded table before splitting it
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';

const s3 = new S3Client({});
const ROW = /^(([^,"]*|"[^"]*"),?)*$/;

export async function handler(event: S3Event): Promise<{ rows: number; refused: number }> {
  let rows = 0;
  let refused = 0;
  for (const record of event.Records) {
    const key = decodeURIComponent(record.s3.object.key.replaceAll('+', ' '));
    const object = await s3.send(new GetObjectCommand({ Bucket: record.s3.bucket.name, Key: key }));
    const text = (await object.Body?.transformToString()) ?? '';
    for (const line of text.split('\n')) {
      if (ROW.test(line)) rows += 1;
      else refused += 1;
    }
  }
  return { rows, refused };
}
