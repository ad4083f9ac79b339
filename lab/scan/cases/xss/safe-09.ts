// case: server-rendered page whose embedded JSON state has its markup characters encoded
import type { Request, Response } from 'express';
import { loadThread } from './threads';

function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/>/g, '\\u003e')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

export async function threadPage(req: Request, res: Response): Promise<void> {
  const thread = await loadThread(Number(req.params['id']));
  const state = {
    id: thread.id,
    posts: thread.posts.map((post) => ({ author: post.author, text: post.text })),
  };
  res.type('html').send(`<!doctype html>
<div id="root"></div>
<script>window.__STATE__ = ${scriptJson(state)};</script>
<script src="/assets/app.js"></script>`);
}
