// case: middleware refuses long header values before a loose expression sees them
import type { NextFunction, Request, Response } from 'express';

const PRODUCTS = /^(([a-z]+)\/?[\d.]* ?)+$/i;
const LONGEST = 16;

export class ClientKind {
  private readonly header: string;

  constructor(header = 'x-client') {
    this.header = header;
  }

  middleware() {
    return (req: Request, res: Response, next: NextFunction): void => {
      const client = req.get(this.header) ?? '';
      if (client.length > LONGEST) {
        res.status(400).end();
        return;
      }
      res.locals['clientKind'] = PRODUCTS.test(client) ? 'tool' : 'browser';
      next();
    };
  }
}
