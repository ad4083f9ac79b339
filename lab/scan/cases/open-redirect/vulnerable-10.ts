// case: middleware class upgrades to the tenant's host taken from a request header
import type { NextFunction, Request, Response } from 'express';

export class TenantRedirect {
  private readonly secure: boolean;

  constructor(secure: boolean) {
    this.secure = secure;
  }

  handle(req: Request, res: Response, next: NextFunction): void {
    const tenant = req.query['tenant'];
    if (typeof tenant !== 'string' || req.path !== '/switch') {
      next();
      return;
    }
    res.redirect(this.address(tenant));
  }

  private address(tenant: string): string {
    const scheme = this.secure ? 'https' : 'http';
    return `${scheme}://${tenant}/dashboard`;
  }
}
