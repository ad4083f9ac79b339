// case: build service that fetches a branch as a full reference after checking its form
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import Fastify from 'fastify';

const git = promisify(execFile);
const app = Fastify();

const BRANCH = /^[a-z0-9][a-z0-9/_-]{0,99}$/i;

async function update(branch) {
  const cwd = '/srv/build/site';
  await git('git', ['fetch', 'origin', `refs/heads/${branch}`], { cwd });
  const { stdout } = await git('git', ['rev-parse', 'FETCH_HEAD'], { cwd });
  return stdout.trim();
}

app.post('/hooks/push', async (request, reply) => {
  const { branch } = request.body;
  if (typeof branch !== 'string' || !BRANCH.test(branch)) {
    return reply.code(400).send({ error: 'branch is required' });
  }
  return { revision: await update(branch) };
});

export { app };
