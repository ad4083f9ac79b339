// case: tag parser assembles its expression from a constant list of words
import { createServer } from 'node:http';

const KINDS = ['news', 'sport', 'culture', 'weather'] as const;
const KIND = new RegExp(`^(?:${KINDS.join('|')})$`, 'i');

function tagsOf(text: string): string[] | undefined {
  const tags = text.split(' ').filter((tag) => tag !== '');
  return tags.every((tag) => KIND.test(tag)) ? tags : undefined;
}

createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const tags = tagsOf(url.searchParams.get('tags') ?? '');
  res.statusCode = tags ? 200 : 400;
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ count: tags?.length ?? 0 }));
}).listen(8080);
