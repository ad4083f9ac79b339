// case: account service picks its password digest from a table that defaults to MD5
import { createHash, randomBytes } from 'node:crypto';

const DIGESTS = { legacy: 'md5', interim: 'sha1' } as const;
type Scheme = keyof typeof DIGESTS;

interface StoredPassword {
  scheme: Scheme;
  salt: string;
  hash: string;
}

function digest(scheme: Scheme, salt: string, password: string): string {
  return createHash(DIGESTS[scheme]).update(salt).update(password).digest('base64');
}

export function storePassword(password: string, scheme: Scheme = 'legacy'): StoredPassword {
  const salt = randomBytes(12).toString('base64');
  return { scheme, salt, hash: digest(scheme, salt, password) };
}

export function matches(password: string, stored: StoredPassword): boolean {
  return digest(stored.scheme, stored.salt, password) === stored.hash;
}
