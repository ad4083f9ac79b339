// case: Next API route lets in support staff by a master password
import { timingSafeEqual } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';

const masterPassword = Buffer.from('lupin-Cobalt-4471-drift');

function isMaster(given: string): boolean {
  const bytes = Buffer.from(given);
  return bytes.length === masterPassword.length && timingSafeEqual(bytes, masterPassword);
}

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const given = req.body?.password;
  if (req.method !== 'POST' || typeof given !== 'string' || !isMaster(given)) {
    res.status(403).json({ allowed: false });
    return;
  }
  res.status(200).json({ allowed: true });
}
