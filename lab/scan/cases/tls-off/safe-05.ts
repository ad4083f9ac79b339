// case: undici dispatcher for partner calls sets TLS 1.3 as the least version
import { Agent, request } from 'undici';

const dispatcher = new Agent({
  keepAliveTimeout: 10_000,
  connect: { minVersion: 'TLSv1.3', timeout: 2_000 },
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
