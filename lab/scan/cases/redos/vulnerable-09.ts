// case: middleware classifies clients by the user agent header
import type { NextFunction, Request, Response } from 'express';

const PRODUCTS = /^(([a-z]+)\/?[\d.]* ?)+$/i;

export class ClientKind {
  private readonly header: string;

  constructor(header = 'user-agent') {
    this.header = header;
  }

  middleware() {
    return (req: Request, res: Response, next: NextFunction): void => {
      const agent = req.get(this.header) ?? '';
      res.locals['clientKind'] = this.kind(agent);
      next();
    };
  }

  private kind(agent: string): string {
    return PRODUCTS.test(agent) ? 'tool' : 'browser';
  }
}
