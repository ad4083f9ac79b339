// case: SQS consumer validates JSON job payloads with a schema
import type { SQSEvent } from 'aws-lambda';
import { z } from 'zod';

const ReportJob = z.object({
  reportId: z.uuid(),
  from: z.coerce.date(),
  to: z.coerce.date(),
});

function deserialize(body: string): z.infer<typeof ReportJob> {
  return ReportJob.parse(JSON.parse(body));
}

export const handler = async (event: SQSEvent): Promise<void> => {
  for (const record of event.Records) {
    const job = deserialize(record.body);
    const days = (job.to.getTime() - job.from.getTime()) / 86_400_000;
    console.log(JSON.stringify({ reportId: job.reportId, days }));
  }
};
