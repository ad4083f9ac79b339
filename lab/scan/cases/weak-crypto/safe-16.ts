// case: Next API route signs download links with HMAC-SHA-256
import { createHmac } from 'node:crypto';
import type { NextApiRequest, NextApiResponse } from 'next';

function signature(path: string, expires: number): string {
  const secret = process.env['LINK_SECRET'] ?? '';
  return createHmac('sha256', secret).update(`${path}\n${expires}`).digest('hex');
}

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const id = Number(req.query['id']);
  if (!Number.isInteger(id) || !process.env['LINK_SECRET']) {
    res.status(400).end();
    return;
  }
  const expires = Math.floor(Date.now() / 1000) + 600;
  const path = `/downloads/${id}`;
  res.status(200).json({ link: `${path}?expires=${expires}&sig=${signature(path, expires)}` });
}
