// case: SQS worker that writes a rendered report to the path given in the message
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SQSEvent } from 'aws-lambda';

interface ReportMessage {
  tenant: string;
  title: string;
  lines: string[];
}

class ReportStore {
  constructor(private readonly mount: string) {}

  async save(message: ReportMessage): Promise<string> {
    const folder = path.join(this.mount, 'reports', message.tenant);
    await mkdir(folder, { recursive: true });
    const target = path.join(folder, message.title + '.txt');
    await writeFile(target, message.lines.join('\n'));
    return target;
  }
}

const store = new ReportStore('/mnt/efs');

export async function handler(event: SQSEvent): Promise<{ saved: number }> {
  for (const { body } of event.Records) {
    await store.save(JSON.parse(body) as ReportMessage);
  }
  return { saved: event.Records.length };
}
