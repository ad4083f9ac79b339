// case: SQS consumer turns job payloads back into objects with serialize-to-js
import type { SQSEvent } from 'aws-lambda';
import { deserialize } from 'serialize-to-js';

interface ReportJob {
  reportId: string;
  from: Date;
  to: Date;
}

async function build(job: ReportJob): Promise<void> {
  const days = (job.to.getTime() - job.from.getTime()) / 86_400_000;
  console.log(JSON.stringify({ reportId: job.reportId, days }));
}

export const handler = async (event: SQSEvent): Promise<void> => {
  for (const record of event.Records) {
    const job = deserialize(record.body) as ReportJob;
    await build(job);
  }
};
