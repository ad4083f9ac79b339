// case: Next API route rejects the unset placeholder and otherwise trusts the environment
import { timingSafeEqual } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';

const PLACEHOLDER = '<set-me-in-the-environment>';
const supportPassword = process.env['SUPPORT_PASSWORD'] ?? PLACEHOLDER;

function allowed(given: string): boolean {
  if (supportPassword === PLACEHOLDER) {
    return false;
  }
  const expected = Buffer.from(supportPassword);
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const given: unknown = req.body?.password;
  const ok = req.method === 'POST' && typeof given === 'string' && allowed(given);
  res.status(ok ? 200 : 403).json({ allowed: ok });
}
