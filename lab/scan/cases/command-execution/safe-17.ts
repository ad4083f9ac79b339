// case: Next API route that counts words of a text which reaches the shell only as an environment value
import { exec } from 'node:child_process';
import type { NextApiRequest, NextApiResponse } from 'next';

const COUNT = 'printf %s "$TEXT" | wc -w';

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const text = String(req.body.text ?? '').replaceAll('\0', '').slice(0, 10_000);
  const env = { PATH: process.env['PATH'], TEXT: text };
  exec(COUNT, { env, timeout: 2000 }, (error, stdout) => {
    if (error !== null) {
      res.status(500).json({ error: 'counting failed' });
      return;
    }
    res.status(200).json({ words: Number(stdout.trim()) });
  });
}
