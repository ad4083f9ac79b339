// case: software update manifests are signed with RSA over MD5
import { createSign, createVerify } from 'node:crypto';

interface Manifest {
  version: string;
  files: Record<string, string>;
}

const ALGORITHM = 'RSA-MD5';

export function signManifest(manifest: Manifest, privateKey: string): string {
  const signer = createSign(ALGORITHM);
  signer.update(JSON.stringify(manifest));
  return signer.sign(privateKey, 'base64');
}

export function isGenuine(manifest: Manifest, signature: string, publicKey: string): boolean {
  const verifier = createVerify(ALGORITHM);
  verifier.update(JSON.stringify(manifest));
  return verifier.verify(publicKey, signature, 'base64');
}
