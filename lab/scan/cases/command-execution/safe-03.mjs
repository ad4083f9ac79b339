// case: Koa route that spawns whois without a shell for names of a strict form
import Router from '@koa/router';
import { spawn } from 'node:child_process';

const DOMAIN = /^[a-z0-9][a-z0-9-]{0,62}\.[a-z]{2,12}$/;
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
  if (!DOMAIN.test(domain)) {
    ctx.throw(400, 'not a domain name');
  }
  const child = spawn('whois', ['-H', domain], { shell: false });
  ctx.body = { whois: await collect(child) };
});

export default router;
