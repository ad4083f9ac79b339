// case: fleet page that asks a host of its own list for its uptime over ssh
import { execFile } from 'node:child_process';
import type { Request, Response, NextFunction } from 'express';

const FLEET: ReadonlySet<string> = new Set(['web-1.internal', 'web-2.internal', 'db-1.internal']);

function uptime(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('ssh', ['-o', 'BatchMode=yes', '--', host, 'uptime'], { timeout: 8000 }, (error, stdout) => {
      if (error !== null) reject(error);
      else resolve(stdout.trim());
    });
  });
}

export function uptimeRoute(req: Request, res: Response, next: NextFunction): void {
  const host = String(req.query['host']);
  if (!FLEET.has(host)) {
    res.status(404).json({ error: 'unknown host' });
    return;
  }
  uptime(host)
    .then((text) => res.json({ host, text }))
    .catch(next);
}
