/** The second peer: the smallest handler that also reads a table, so loads the SDK as ours do. */
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const logger = new Logger({ serviceName: 'hello' });
const client = new DynamoDBClient({});

export const handler = async ({ id }: { readonly id: string }): Promise<{ found: boolean }> => {
  const { Item } = await client.send(new GetItemCommand({ TableName: 'hello', Key: { id: { S: id } } }));
  logger.info('looked', { id });
  return { found: Item !== undefined };
};
