// case: middleware class redirects tenants to hosts from its own configuration
import type { NextFunction, Request, Response } from 'express';

export class TenantRedirect {
  private readonly hosts: ReadonlyMap<string, string>;

  constructor(hosts: ReadonlyMap<string, string>) {
    this.hosts = hosts;
  }

  handle(req: Request, res: Response, next: NextFunction): void {
    const tenant = req.query['tenant'];
    const host = typeof tenant === 'string' ? this.hosts.get(tenant) : undefined;
    if (host === undefined || req.path !== '/switch') {
      next();
      return;
    }
    res.redirect(`https://${host}/dashboard`);
  }
}
