// case: fleet page that asks a host for its uptime over ssh without marking where the options end
import { execFile } from 'node:child_process';
import type { Request, Response, NextFunction } from 'express';

interface Uptime {
  host: string;
  text: string;
}

function uptime(host: string): Promise<Uptime> {
  return new Promise((resolve, reject) => {
    execFile('ssh', [host, 'uptime'], { timeout: 8000 }, (error, stdout) => {
      if (error !== null) reject(error);
      else resolve({ host, text: stdout.trim() });
    });
  });
}

export function uptimeRoute(req: Request, res: Response, next: NextFunction): void {
  uptime(String(req.query['host']))
    .then((result) => res.json(result))
    .catch(next);
}
