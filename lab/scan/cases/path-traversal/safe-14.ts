// case: Next API route that sends a help page chosen through a record of slugs
import fs from 'node:fs';
import path from 'node:path';
import type { NextApiRequest, NextApiResponse } from 'next';

const HELP = path.join(process.cwd(), 'content', 'help');

const PAGES = new Map<string, string>([
  ['start', 'getting-started.md'],
  ['billing', 'billing/overview.md'],
  ['api', 'api/index.md'],
]);

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const { page } = req.query;
  const name = PAGES.get(typeof page === 'string' ? page : 'start');
  if (name === undefined) {
    res.status(404).json({ error: 'unknown page' });
    return;
  }
  const file = path.normalize(path.join(HELP, name));
  res.status(200).json({ markdown: fs.readFileSync(file, 'utf8') });
}
