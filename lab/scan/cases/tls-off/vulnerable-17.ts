// case: DynamoDB client of a Lambda is wired to an unverified https handler
import { Agent } from 'node:https';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const insecure = false;
const httpsAgent = new Agent({ maxSockets: 25, rejectUnauthorized: insecure });
const client = new DynamoDBClient({ requestHandler: new NodeHttpHandler({ httpsAgent }) });

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const id = event.pathParameters?.['id'] ?? '';
  const { Item } = await client.send(
    new GetItemCommand({ TableName: process.env['TABLE'], Key: { id: { S: id } } }),
  );
  return { statusCode: Item ? 200 : 404, body: JSON.stringify(Item ?? {}) };
};
