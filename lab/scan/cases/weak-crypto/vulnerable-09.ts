// case: device enrolment generates 1024-bit RSA identity keys
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';

const generate = promisify(generateKeyPair);

async function deviceKeys(): Promise<{ publicKey: string; privateKey: string }> {
  return generate('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

export async function enrolment(app: FastifyInstance): Promise<void> {
  app.post('/devices', async (_request, reply) => {
    const keys = await deviceKeys();
    return reply.code(201).send(keys);
  });
}
