// case: Next API route that answers with the caller's content type and echoed text
import type { NextApiRequest, NextApiResponse } from 'next';

const DEFAULT_TYPE = 'text/plain';

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  if (req.method !== 'GET') {
    res.status(405).end();
    return;
  }
  const { text = '', as } = req.query;
  const type = typeof as === 'string' ? as : DEFAULT_TYPE;
  res.setHeader('content-type', type);
  res.setHeader('cache-control', 'no-store');
  res.status(200).end(String(text));
}
