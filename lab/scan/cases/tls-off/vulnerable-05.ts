// case: undici dispatcher for internal calls is built with verification off
import { Agent, request } from 'undici';

const dispatcher = new Agent({
  keepAliveTimeout: 10_000,
  connect: { rejectUnauthorized: false, timeout: 2_000 },
});

export interface Rate {
  currency: string;
  value: number;
}

export async function rates(apiKey: string): Promise<Rate[]> {
  const { statusCode, body } = await request('https://rates.example.org/latest', {
    dispatcher,
    headers: { 'x-api-key': apiKey },
  });
  if (statusCode !== 200) {
    throw new Error(`rates answered ${statusCode}`);
  }
  return (await body.json()) as Rate[];
}
