// case: Next API route that echoes text under one of two inert content types
import type { NextApiRequest, NextApiResponse } from 'next';

const TYPES = new Map<string, string>([
  ['text', 'text/plain; charset=utf-8'],
  ['csv', 'text/csv; charset=utf-8'],
]);

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  if (req.method !== 'GET') {
    res.status(405).end();
    return;
  }
  const { text = '', as } = req.query;
  const type = TYPES.get(String(as)) ?? 'text/plain; charset=utf-8';
  res.setHeader('content-type', type);
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('cache-control', 'no-store');
  res.status(200).end(String(text));
}
