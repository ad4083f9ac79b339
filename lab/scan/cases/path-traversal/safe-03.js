// case: raw http static server that resolves the address and stays below its document root
const fs = require('fs');
const http = require('http');
const path = require('path');

const ROOT = path.join(__dirname, 'public');

function locate(url) {
  const { pathname } = new URL(url, 'http://localhost');
  const full = path.resolve(ROOT, '.' + decodeURIComponent(pathname));
  return full.startsWith(ROOT + path.sep) ? full : null;
}

const server = http.createServer((req, res) => {
  const file = locate(req.url);
  if (req.method !== 'GET' || file === null) {
    res.writeHead(404).end();
    return;
  }
  const stream = fs.createReadStream(file);
  stream.on('error', () => res.writeHead(404).end());
  stream.pipe(res);
});

server.listen(8080);
