// case: records are encrypted in CBC mode with a random vector and authenticated with HMAC
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const db = new DynamoDBClient({});

function seal(text: string): string {
  const key = Buffer.from(process.env['RECORD_KEY'] ?? '', 'base64');
  const macKey = Buffer.from(process.env['RECORD_MAC_KEY'] ?? '', 'base64');
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
  const mac = createHmac('sha256', macKey).update(body).digest();
  return Buffer.concat([mac, body]).toString('base64');
}

export const handler = async (event: SQSEvent): Promise<void> => {
  for (const record of event.Records) {
    const Item = { id: { S: record.messageId }, body: { S: seal(record.body) } };
    await db.send(new PutItemCommand({ TableName: process.env['TABLE'], Item }));
  }
};
