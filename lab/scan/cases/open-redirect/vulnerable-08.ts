// case: Hono consent route continues at an address read through a map of the query
import { Hono } from 'hono';

const app = new Hono();

app.get('/consent', (c) => {
  const parameters = new Map(Object.entries(c.req.query()));
  const destination = parameters.get('continue');
  c.header('Set-Cookie', 'consent=1; Path=/; Secure; HttpOnly; SameSite=Lax');
  if (destination === undefined) {
    return c.redirect('/');
  }
  return c.redirect(destination, 302);
});

app.get('/', (c) => c.text('welcome'));

export default app;
