// case: guestbook rendered by EJS with escaping output tags and one raw tag for a constant
import ejs from 'ejs';
import Koa from 'koa';
import { listMessages } from './store.mjs';

const ICON = '<svg width="12" height="12"><circle cx="6" cy="6" r="5"/></svg>';

const view = ejs.compile(`
  <section id="guestbook">
    <%- icon %>
    <% for (const message of messages) { %>
      <blockquote>
        <p><%= message.text %></p>
        <footer><%= message.author %></footer>
      </blockquote>
    <% } %>
  </section>
`);

const app = new Koa();

app.use(async (ctx) => {
  const messages = await listMessages({ limit: 50 });
  ctx.type = 'text/html';
  ctx.body = view({ messages, icon: ICON });
});

export default app;
