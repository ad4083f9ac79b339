// case: middleware that checks each decoded segment of the name before joining it
import type { Request, Response, NextFunction } from 'express';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';

const MEDIA = '/srv/media';
const SEGMENT = /^[\w-]{1,80}(\.[a-z0-9]{1,5})?$/;

export function media(req: Request, res: Response, next: NextFunction): void {
  const asset = String(req.query['asset'] ?? '');
  const segments = asset.split('/');
  if (segments.length > 4 || !segments.every((segment) => SEGMENT.test(segment))) {
    res.status(400).end();
    return;
  }
  res.type('application/octet-stream');
  createReadStream(join(MEDIA, ...segments)).on('error', next).pipe(res);
}
