// case: merge of caller data through the deepmerge library, which leaves inherited keys alone
import deepmerge from 'deepmerge';
import type { NextApiRequest, NextApiResponse } from 'next';

interface Stock {
  stock: number;
}

let catalogue: Record<string, Stock> = { shoes: { stock: 4 }, hats: { stock: 9 } };

function blend(into: Record<string, Stock>, from: Record<string, Partial<Stock>>): Record<string, Stock> {
  return deepmerge(into, from as Record<string, Stock>, { arrayMerge: (_old, fresh) => fresh });
}

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  if (req.method !== 'POST' || typeof req.body !== 'object') {
    res.status(405).end();
    return;
  }
  catalogue = blend(catalogue, req.body);
  res.status(200).json({ entries: Object.keys(catalogue).length });
}
