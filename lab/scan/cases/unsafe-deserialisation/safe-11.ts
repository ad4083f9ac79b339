// case: session cookies are JSON whose signature is checked before they are parsed
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

interface Session {
  userId?: string;
}

export class CookieSessions {
  private readonly key: Buffer;

  constructor(key: Buffer) {
    this.key = key;
  }

  read(req: Request): Session {
    const [payload = '', mac = ''] = String(req.cookies.session ?? '').split('.');
    const expected = createHmac('sha256', this.key).update(payload).digest();
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return {};
    }
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Session;
  }
}
