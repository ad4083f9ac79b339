// case: Next API route removes block comments from submitted style sheets
import type { NextApiRequest, NextApiResponse } from 'next';

const BLOCK_COMMENT = /\/\*([^*]|\*+[^/])*\*+\//g;

function minify(css: string): string {
  return css.replace(BLOCK_COMMENT, '').split('\n').join('');
}

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  if (req.method !== 'POST' || typeof req.body?.css !== 'string') {
    res.status(400).end();
    return;
  }
  const css: string = req.body.css;
  res.status(200).json({ saved: css.length - minify(css).length });
}
