// case: Koa feed reader that chooses a feed by its key in a fixed catalogue
import Router from '@koa/router';
import got from 'got';
import { parseFeed } from './feed.mjs';

const FEEDS = new Map([
  ['releases', 'https://feeds.example.org/releases.xml'],
  ['security', 'https://feeds.example.org/security.xml'],
]);

const router = new Router();

async function readFeed(address) {
  const { body } = await got(address, { retry: { limit: 1 }, timeout: { request: 5000 } });
  return parseFeed(body);
}

router.post('/feeds', async (ctx) => {
  const address = FEEDS.get(ctx.request.body.feed);
  if (address === undefined) {
    ctx.throw(404, 'unknown feed');
  }
  const feed = await readFeed(address);
  ctx.body = { title: feed.title, items: feed.items.length };
});

export default router;
