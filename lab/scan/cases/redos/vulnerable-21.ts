// case: tag parser assembles its expression from smaller parts
import { createServer } from 'node:http';

const word = '[a-z]+';
const gap = '\\s*';
const TAGS = new RegExp(`^(${word}${gap})+$`, 'i');

function tagsOf(text: string): string[] | undefined {
  return TAGS.test(text) ? text.split(' ').filter((tag) => tag !== '') : undefined;
}

createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost');
  const tags = tagsOf(url.searchParams.get('tags') ?? '');
  res.statusCode = tags ? 200 : 400;
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ count: tags?.length ?? 0 }));
}).listen(8080);
