// case: data keys come from KMS; the constants are the known digest and salt label of the format
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';

const kms = new KMSClient({});
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export function isEmptyBody(body: Buffer): boolean {
  return createHash('sha256').update(body).digest('hex') === EMPTY_SHA256;
}

export async function seal(text: string, wrappedKey: Uint8Array): Promise<Buffer> {
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: wrappedKey }));
  if (!Plaintext) {
    throw new Error('the data key could not be opened');
  }
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Plaintext, nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}
