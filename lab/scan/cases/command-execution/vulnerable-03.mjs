// case: Koa route that runs a spawned program with its shell option on
import Router from '@koa/router';
import { spawn } from 'node:child_process';

const router = new Router();

function collect(child) {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.on('error', reject);
    child.on('close', () => resolve(out));
  });
}

router.get('/whois/:domain', async (ctx) => {
  const { domain } = ctx.params;
  const child = spawn('whois', ['-H', domain], { shell: true });
  const text = await collect(child);
  ctx.type = 'text/plain';
  ctx.body = text;
});

export default router;
