// case: verifier embeds a public key and an integrity hash, which are meant to be published
import { createHash, createPublicKey, verify } from 'node:crypto';

const RELEASE_KEY = createPublicKey({
  key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
  format: 'jwk',
});
const WIDGET_INTEGRITY = 'sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC';

export function isReleased(bytes: Buffer, signature: Buffer): boolean {
  return verify(null, bytes, RELEASE_KEY, signature);
}

export function isKnownWidget(bytes: Buffer): boolean {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}` === WIDGET_INTEGRITY;
}
