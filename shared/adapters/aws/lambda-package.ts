import { createHash } from 'node:crypto';

/** SHA-256 of a zip, hexadecimal: a package's digest on AWS. */
export const digestOf = (zip: Uint8Array): string => createHash('sha256').update(zip).digest('hex');

/** Lambda's `CodeSha256` (base64) as Pawl writes digests (hexadecimal); empty when Lambda says none. */
export const digestOfCode = (codeSha256: string | undefined): string => Buffer.from(codeSha256 ?? '', 'base64').toString('hex');
