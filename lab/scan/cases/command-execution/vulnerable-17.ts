// case: Next API route that writes a line built from a query into a shell's standard input
import { spawn } from 'node:child_process';
import type { NextApiRequest, NextApiResponse } from 'next';

export default function handler(req: NextApiRequest, res: NextApiResponse): void {
  const zone = String(req.query.zone ?? 'UTC');
  const shell = spawn('bash', ['--norc']);
  let output = '';
  shell.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  shell.on('close', () => {
    res.status(200).json({ zone, now: output.trim() });
  });
  shell.stdin.write(`export TZ=${zone}\n`);
  shell.stdin.write('date --iso-8601=seconds\n');
  shell.stdin.end();
}
