// case: Fastify logout accepts a return address that only has to start with a slash
import type { FastifyInstance } from 'fastify';

interface LogoutQuery {
  returnTo?: string;
}

export async function logoutRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Querystring: LogoutQuery }>('/logout', async (request, reply) => {
    const { returnTo } = request.query;
    reply.clearCookie('session', { path: '/' });
    if (returnTo && returnTo.startsWith('/')) {
      return reply.redirect(returnTo);
    }
    return reply.redirect('/goodbye');
  });
}
