// case: Hono route parses a posted document with telejson and functions allowed
import { Hono } from 'hono';
import { parse } from 'telejson';

const app = new Hono();

interface Story {
  id: string;
  args: Record<string, unknown>;
}

app.post('/stories', async (c) => {
  const text = await c.req.text();
  const story = parse(text, { allowFunction: true, lazyEval: false, maxDepth: 15 }) as Story;
  if (!story?.id) {
    return c.json({ error: 'id is missing' }, 400);
  }
  return c.json({ id: story.id, args: Object.keys(story.args).length });
});

export default app;
