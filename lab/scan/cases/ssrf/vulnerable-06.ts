// case: Fastify route that calls a regional API whose host name begins with caller text
import type { FastifyInstance } from 'fastify';

interface Params {
  region: string;
  account: string;
}

function endpoint(region: string): string {
  return `https://${region}.billing.example.net/v1`;
}

export async function billingRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Querystring: Params }>('/balance', async (request, reply) => {
    const { region, account } = request.query;
    const response = await fetch(`${endpoint(region)}/accounts/${encodeURIComponent(account)}/balance`, {
      headers: { authorization: `Bearer ${process.env['BILLING_TOKEN']}` },
    });
    if (!response.ok) {
      return reply.code(502).send({ error: 'billing unavailable' });
    }
    return reply.send(await response.json());
  });
}
