// case: Fastify route that calls a regional API after checking the region against an enumeration
import type { FastifyInstance } from 'fastify';

const REGIONS = ['eu', 'us', 'ap'] as const;
type Region = (typeof REGIONS)[number];

function isRegion(text: string): text is Region {
  return (REGIONS as readonly string[]).includes(text);
}

export async function billingRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Querystring: { region: string; account: string } }>('/balance', async (request, reply) => {
    const { region, account } = request.query;
    if (!isRegion(region)) {
      return reply.code(400).send({ error: 'unknown region' });
    }
    const base = `https://${region}.billing.example.net/v1`;
    const response = await fetch(`${base}/balance?account=${encodeURIComponent(account)}`, {
      headers: { authorization: `Bearer ${process.env['BILLING_TOKEN']}` },
    });
    return reply.send(await response.json());
  });
}
