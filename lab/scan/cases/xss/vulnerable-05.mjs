// case: guestbook rendered by EJS with raw output tags for stored messages
import ejs from 'ejs';
import Koa from 'koa';
import { listMessages } from './store.mjs';

const view = ejs.compile(`
  <section id="guestbook">
    <% for (const message of messages) { %>
      <blockquote>
        <p><%- message.text %></p>
        <footer><%= message.author %></footer>
      </blockquote>
    <% } %>
  </section>
`);

const app = new Koa();

app.use(async (ctx) => {
  const messages = await listMessages({ limit: 50 });
  ctx.type = 'text/html';
  ctx.body = view({ messages });
});

export default app;
