// case: Hono route parses posted YAML with the yaml package, which only yields data
import { Hono } from 'hono';
import { parse } from 'yaml';

const app = new Hono();

interface Story {
  id: string;
  args: Record<string, unknown>;
}

app.post('/stories', async (c) => {
  const story = parse(await c.req.text(), { maxAliasCount: 10 }) as Story | null;
  if (typeof story?.id !== 'string') {
    return c.json({ error: 'id is missing' }, 400);
  }
  return c.json({ id: story.id, args: Object.keys(story.args ?? {}).length });
});

export default app;
