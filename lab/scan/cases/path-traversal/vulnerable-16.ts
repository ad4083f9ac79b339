// case: middleware that checks the raw name for dots and decodes it a second time afterwards
import type { Request, Response, NextFunction } from 'express';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';

const MEDIA = '/srv/media';

export function media(req: Request, res: Response, next: NextFunction): void {
  const raw = String(req.query['asset'] ?? '');
  if (raw.includes('..')) {
    res.status(400).end();
    return;
  }
  const asset = decodeURIComponent(raw);
  res.type('application/octet-stream');
  createReadStream(join(MEDIA, asset)).on('error', next).pipe(res);
}
