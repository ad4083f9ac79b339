// case: template uploader strips comments by searching for their two ends
const http = require('node:http');

function withoutComments(source) {
  const kept = [];
  let from = 0;
  for (;;) {
    const start = source.indexOf('<!--', from);
    const end = start < 0 ? -1 : source.indexOf('-->', start + 4);
    if (end < 0) break;
    kept.push(source.slice(from, start));
    from = end + 3;
  }
  kept.push(source.slice(from));
  return kept.join('');
}

http
  .createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      const source = Buffer.concat(chunks).toString('utf8');
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ before: source.length, after: withoutComments(source).length }));
    });
  })
  .listen(9000);
