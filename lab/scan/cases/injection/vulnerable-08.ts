// case: SQS consumer that writes message attributes into an INSERT statement
import type { SQSEvent } from 'aws-lambda';
import { Client } from 'pg';

interface TicketMessage {
  customerId: string;
  subject: string;
}

let client: Client | undefined;

async function connection(): Promise<Client> {
  if (client === undefined) {
    client = new Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
  }
  return client;
}

export async function handler(event: SQSEvent): Promise<void> {
  const db = await connection();
  for (const record of event.Records) {
    const message = JSON.parse(record.body) as TicketMessage;
    const values = `('${message.customerId}', '${message.subject}', now())`;
    await db.query('INSERT INTO tickets (customer_id, subject, opened_at) VALUES ' + values);
  }
}
