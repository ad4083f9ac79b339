// case: Hono page that puts the display name from a query into an attribute
import { Hono } from 'hono';

const app = new Hono();

function input(name: string, value: string): string {
  return `<input type="text" name="${name}" value="${value}">`;
}

app.get('/profile/edit', (c) => {
  const display = c.req.query('display') ?? '';
  const city = (c.req.query('city') ?? '').replace(/[^a-z ]/gi, '');
  return c.html(
    [
      '<form method="post" action="/profile">',
      input('display', display),
      input('city', city),
      '<button>Save</button>',
      '</form>',
    ].join('\n'),
  );
});

export default app;
