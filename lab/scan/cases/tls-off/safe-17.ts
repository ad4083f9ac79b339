// case: DynamoDB client of a Lambda is tuned for sockets and time-outs only
import { Agent } from 'node:https';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from 'aws-lambda';

const verify = true;
const httpsAgent = new Agent({ maxSockets: 25, rejectUnauthorized: verify });
const client = new DynamoDBClient({ requestHandler: new NodeHttpHandler({ httpsAgent, requestTimeout: 900 }) });

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> => {
  const id = event.pathParameters?.['id'] ?? '';
  const { Item } = await client.send(
    new GetItemCommand({ TableName: process.env['TABLE'], Key: { id: { S: id } } }),
  );
  return { statusCode: Item ? 200 : 404, body: JSON.stringify(Item ?? {}) };
};
