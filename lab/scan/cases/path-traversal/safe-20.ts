// case: S3 copy that joins a caller's name into an object key, which is not a file system path
import { posix } from 'node:path';
import { CopyObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const s3 = new S3Client({});
const BUCKET = process.env['ARCHIVE_BUCKET'] ?? '';

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const user: string = event.requestContext.authorizer?.['sub'] ?? '';
  const name = posix.basename(event.pathParameters?.['name'] ?? '');
  if (!/^\w[\w.-]{0,99}$/.test(name)) {
    return { statusCode: 400, body: JSON.stringify({ message: 'bad name' }) };
  }
  const from = posix.join('inbox', user, name);
  const to = posix.join('archive', user, name);
  await s3.send(
    new CopyObjectCommand({ Bucket: BUCKET, CopySource: `${BUCKET}/${encodeURIComponent(from)}`, Key: to }),
  );
  return { statusCode: 202, body: JSON.stringify({ archived: name }) };
}
