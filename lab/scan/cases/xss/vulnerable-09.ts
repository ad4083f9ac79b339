// case: server-rendered page that embeds its initial state as JSON in a script element
import type { Request, Response } from 'express';
import { loadThread } from './threads';

export async function threadPage(req: Request, res: Response): Promise<void> {
  const thread = await loadThread(Number(req.params['id']));
  const state = {
    id: thread.id,
    posts: thread.posts.map((post) => ({ author: post.author, text: post.text })),
  };
  res.type('html').send(`<!doctype html>
<html>
  <body>
    <div id="root"></div>
    <script>window.__STATE__ = ${JSON.stringify(state)};</script>
    <script src="/assets/app.js"></script>
  </body>
</html>`);
}
