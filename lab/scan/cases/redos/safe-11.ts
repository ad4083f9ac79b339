// case: Hono search route compiles the caller's expression with the linear-time RE2 engine
import { Hono } from 'hono';
import RE2 from 're2';

const app = new Hono();
const titles = ['early morning train to the coast', 'late ferry to the northern islands'];

function compile(text: string): RE2 | undefined {
  try {
    return new RE2(text.slice(0, 200), 'i');
  } catch {
    return undefined;
  }
}

app.get('/trips', (c) => {
  const wanted = compile(c.req.query('matches') ?? '');
  if (!wanted) {
    return c.json({ error: 'matches' }, 400);
  }
  return c.json(titles.filter((title) => wanted.test(title)));
});

export default app;
