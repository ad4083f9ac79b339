// case: Fastify logout accepts a return address of plain path segments only
import type { FastifyInstance } from 'fastify';

const LOCAL_PATH = /^\/(?:[A-Za-z0-9_-]{1,40}(?:\/[A-Za-z0-9_-]{1,40}){0,7})?$/;

interface LogoutQuery {
  returnTo?: string;
}

export async function logoutRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Querystring: LogoutQuery }>('/logout', async (request, reply) => {
    const { returnTo } = request.query;
    reply.clearCookie('session', { path: '/' });
    if (typeof returnTo === 'string' && returnTo.length <= 100 && LOCAL_PATH.test(returnTo)) {
      return reply.redirect(returnTo);
    }
    return reply.redirect('/goodbye');
  });
}
