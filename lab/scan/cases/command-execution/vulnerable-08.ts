// case: Hono route that searches a code base with grep through an execa command string
import { execaCommand } from 'execa';
import { Hono } from 'hono';

const app = new Hono();

app.get('/search', async (c) => {
  const pattern = c.req.query('pattern') ?? '';
  const { stdout } = await execaCommand(`grep -rn --include=*.ts "${pattern}" src | head -50`, {
    cwd: '/srv/checkout',
    shell: true,
    reject: false,
  });
  return c.json({ lines: stdout.split('\n') });
});

export default app;
