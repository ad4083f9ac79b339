// case: merge with a key filter that cleans the text of the key only once
import type { NextApiRequest, NextApiResponse } from 'next';

type Dict = Record<string, any>;

const catalogue: Dict = { shoes: { stock: 4 }, hats: { stock: 9 } };

function cleanKey(key: string): string {
  return key.replace('__proto__', '').trim();
}

function blend(into: Dict, from: Dict): void {
  for (const raw of Object.keys(from)) {
    const key = cleanKey(raw);
    if (typeof from[raw] === 'object' && from[raw] !== null) {
      into[key] = into[key] ?? {};
      blend(into[key], from[raw]);
    } else {
      into[key] = from[raw];
    }
  }
}

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  if (req.method !== 'POST') {
    res.status(405).end();
    return;
  }
  blend(catalogue, req.body);
  res.status(200).json({ entries: Object.keys(catalogue).length });
}
