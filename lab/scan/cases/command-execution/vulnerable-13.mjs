// case: build service that fetches the branch named in a push notification
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import Fastify from 'fastify';

const git = promisify(execFile);
// origin is a bare repository under /srv/git on the same machine
const app = Fastify();

async function update(branch) {
  const cwd = '/srv/build/site';
  await git('git', ['fetch', 'origin', branch], { cwd });
  const { stdout } = await git('git', ['rev-parse', 'FETCH_HEAD'], { cwd });
  return stdout.trim();
}

app.post('/hooks/push', async (request, reply) => {
  const { branch } = request.body;
  if (typeof branch !== 'string') {
    return reply.code(400).send({ error: 'branch is required' });
  }
  return { revision: await update(branch) };
});

export { app };
