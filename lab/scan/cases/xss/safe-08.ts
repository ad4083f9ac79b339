// case: Hono page built with the html tagged template, which escapes what it interpolates
import { Hono } from 'hono';
import { html } from 'hono/html';

const app = new Hono();

function input(name: string, value: string) {
  return html`<input type="text" name="${name}" value="${value}" />`;
}

app.get('/profile/edit', (c) => {
  const display = c.req.query('display') ?? '';
  const city = c.req.query('city') ?? '';
  return c.html(
    html`<form method="post" action="/profile">
      ${input('display', display)} ${input('city', city)}
      <button>Save</button>
    </form>`,
  );
});

export default app;
