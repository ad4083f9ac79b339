// case: middleware class switches to the host of the tenant named in the query
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
