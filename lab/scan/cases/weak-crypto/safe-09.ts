// case: device enrolment generates 3072-bit RSA identity keys
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';

const generate = promisify(generateKeyPair);

export async function enrolment(app: FastifyInstance): Promise<void> {
  app.post('/devices', async (_request, reply) => {
    const keys = await generate('rsa', {
      modulusLength: 3072,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return reply.code(201).send(keys);
  });
}
