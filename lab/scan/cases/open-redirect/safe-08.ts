// case: Hono route canonicalises a numeric identifier into its own article address
import { Hono } from 'hono';

const app = new Hono();

app.get('/old-articles', (c) => {
  const id = Number.parseInt(c.req.query('id') ?? '', 10);
  if (!Number.isSafeInteger(id) || id < 1) {
    return c.notFound();
  }
  return c.redirect(`/articles/${id}`, 301);
});

app.get('/articles/:id', (c) => c.json({ article: Number(c.req.param('id')) }));

export default app;
