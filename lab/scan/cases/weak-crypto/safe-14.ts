// case: software update manifests are signed with Ed25519
import { sign, verify, type KeyObject } from 'node:crypto';

interface Manifest {
  version: string;
  files: Record<string, string>;
}

function bytesOf(manifest: Manifest): Buffer {
  return Buffer.from(JSON.stringify(manifest), 'utf8');
}

export function signManifest(manifest: Manifest, privateKey: KeyObject): string {
  return sign(null, bytesOf(manifest), privateKey).toString('base64');
}

export function isGenuine(manifest: Manifest, signature: string, publicKey: KeyObject): boolean {
  return verify(null, bytesOf(manifest), publicKey, Buffer.from(signature, 'base64'));
}
