// case: SQS worker that writes a rendered report under the digest of its tenant and title
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SQSEvent } from 'aws-lambda';

interface ReportMessage {
  tenant: string;
  title: string;
  lines: string[];
}

const FOLDER = '/mnt/efs/reports';

function fileName(message: ReportMessage): string {
  const digest = createHash('sha256').update(`${message.tenant}\n${message.title}`).digest('hex');
  return `${digest}.txt`;
}

export async function handler(event: SQSEvent): Promise<{ saved: number }> {
  await mkdir(FOLDER, { recursive: true });
  for (const { body } of event.Records) {
    const message = JSON.parse(body) as ReportMessage;
    await writeFile(path.join(FOLDER, fileName(message)), message.lines.join('\n'));
  }
  return { saved: event.Records.length };
}
