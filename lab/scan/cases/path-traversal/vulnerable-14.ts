// case: Next API route that sends a help page after looking only at its extension
import fs from 'node:fs';
import path from 'node:path';
import type { NextApiRequest, NextApiResponse } from 'next';

const HELP = path.join(process.cwd(), 'content', 'help');

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const { page } = req.query;
  const name = typeof page === 'string' ? page : 'index.md';
  if (path.extname(name) !== '.md') {
    res.status(400).json({ error: 'help pages end in .md' });
    return;
  }
  const file = path.normalize(path.join(HELP, name));
  if (!fs.existsSync(file)) {
    res.status(404).json({ error: 'unknown page' });
    return;
  }
  res.status(200).json({ markdown: fs.readFileSync(file, 'utf8') });
}
