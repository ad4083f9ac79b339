import { createHash } from 'node:crypto';
import type { Package } from '../../shared/ports/workshop.ts';

/** A package whose handler answers with `answer`: different answers, different digests. */
export const packageOf = (answer: string): Package => {
  const bundle = Buffer.from(`export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(answer)} });\n`);
  return { digest: createHash('sha256').update(bundle).digest('hex'), bundle, sourceMap: Buffer.from('{}') };
};
