/** The peer of the bench: the smallest handler that logs as ours do. */
import { Logger } from '@aws-lambda-powertools/logger';

const logger = new Logger({ serviceName: 'hello' });

export const handler = async (event: unknown): Promise<{ ok: true }> => {
  logger.info('hello', { event: JSON.stringify(event) });
  return { ok: true };
};
