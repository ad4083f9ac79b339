// case: child tools are started with the insecure variable removed from their environment
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Hono } from 'hono';

const run = promisify(execFile);
const app = new Hono();

function cleanEnvironment() {
  const env = { ...process.env };
  delete env['NODE_TLS_REJECT_UNAUTHORIZED'];
  return env;
}

app.get('/versions', async (c) => {
  const { stdout } = await run('npm', ['--version'], { env: cleanEnvironment() });
  return c.json({ npm: stdout.trim() });
});

export default app;
