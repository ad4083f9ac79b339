// case: template uploader strips comments with an alternation of dot and blank
const http = require('node:http');

function withoutComments(source) {
  return source.replace(/<!--(.|\s)*?-->/g, '');
}

http
  .createServer((req, res) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => {
      const source = Buffer.concat(chunks).toString('utf8');
      const cleaned = withoutComments(source);
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ before: source.length, after: cleaned.length }));
    });
  })
  .listen(9000);
