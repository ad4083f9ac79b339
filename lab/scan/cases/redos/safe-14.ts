// case: SQS consumer finds the level behind the last blank of a line
import type { SQSEvent } from 'aws-lambda';

const LEVEL = /^level=([a-z]+)$/;

function levelOf(line: string): string {
  const last = line.slice(line.lastIndexOf(' ') + 1);
  return LEVEL.exec(last)?.[1] ?? 'unknown';
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
