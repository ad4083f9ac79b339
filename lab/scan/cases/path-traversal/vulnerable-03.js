// case: raw http static server that appends the request address to its document root
const fs = require('fs');
const http = require('http');

const ROOT = __dirname + '/public';

const server = http.createServer((req, res) => {
  if (req.method !== 'GET') {
    res.writeHead(405).end();
    return;
  }
  const name = req.url === '/' ? '/index.html' : decodeURI(req.url.split('?')[0]);
  const stream = fs.createReadStream(ROOT + name);
  stream.on('error', () => {
    res.writeHead(404, { 'content-type': 'text/plain' });
    res.end('not found');
  });
  stream.pipe(res);
});

server.listen(8080);
