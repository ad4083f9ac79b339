// case: DynamoDB PartiQL statement completed with a value from an ALB request
import type { ALBEvent, ALBResult } from 'aws-lambda';
import { DynamoDBClient, ExecuteStatementCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export async function handler(event: ALBEvent): Promise<ALBResult> {
  const tenant = event.headers?.['x-tenant'] ?? 'none';
  const status = decodeURIComponent(event.queryStringParameters?.['status'] ?? 'active');
  const output = await client.send(
    new ExecuteStatementCommand({
      Statement: `SELECT * FROM "Subscriptions" WHERE tenant = ? AND status = '${status}'`,
      Parameters: [{ S: tenant }],
    }),
  );
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(output.Items ?? []),
  };
}
