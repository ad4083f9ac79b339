// case: Hono booking route accepts dates in several loose notations
import { Hono } from 'hono';

const app = new Hono();
const LOOSE_DATE = /^(\d{1,4}[-/.]?)+(T(\d+:?)+)?Z?$/;

interface Booking {
  from: string;
  to: string;
}

app.post('/bookings', async (c) => {
  const { from, to } = await c.req.json<Booking>();
  for (const text of [from, to]) {
    if (typeof text !== 'string' || !text.match(LOOSE_DATE)) {
      return c.json({ error: 'date' }, 422);
    }
  }
  return c.json({ days: Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) });
});

export default app;
