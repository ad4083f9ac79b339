// case: session store class unpacks a token from the client with node-serialize
import type { Request, Response, NextFunction } from 'express';
import serializer from 'node-serialize';

interface Session {
  userId?: string;
  locale?: string;
}

export class CookieSessions {
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  middleware() {
    return (req: Request, res: Response, next: NextFunction): void => {
      const packed: string | undefined = req.cookies[this.name];
      res.locals.session = packed ? this.unpack(packed) : {};
      next();
    };
  }

  private unpack(packed: string): Session {
    const json = Buffer.from(decodeURIComponent(packed), 'base64url').toString();
    return serializer.unserialize(json) as Session;
  }
}
