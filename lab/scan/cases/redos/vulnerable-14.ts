// case: SQS consumer reads the level at the end of log lines sent by customers' agents
import type { SQSEvent } from 'aws-lambda';

const LEVEL = /^(.+ )*level=([a-z]+)$/;

function levelOf(line: string): string {
  const found = LEVEL.exec(line);
  return found?.[2] ?? 'unknown';
}

export const handler = async (event: SQSEvent): Promise<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const record of event.Records) {
    const { line } = JSON.parse(record.body) as { line: string };
    const level = levelOf(line);
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
};
