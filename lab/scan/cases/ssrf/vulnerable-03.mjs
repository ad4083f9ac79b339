// case: Koa feed reader that subscribes to a feed address from the request body
import Router from '@koa/router';
import got from 'got';
import { parseFeed } from './feed.mjs';
import { saveSubscription } from './subscriptions.mjs';

const router = new Router();

async function readFeed(address) {
  const { body } = await got(address, { retry: { limit: 1 }, timeout: { request: 5000 } });
  return parseFeed(body);
}

router.post('/feeds', async (ctx) => {
  const { feedUrl } = ctx.request.body;
  const feed = await readFeed(feedUrl);
  const id = await saveSubscription(ctx.state.userId, feedUrl, feed.title);
  ctx.status = 201;
  ctx.body = { id, title: feed.title, items: feed.items.length };
});

export default router;
