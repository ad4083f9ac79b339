// case: raw http server whose not-found answer names the path as plain text without sniffing
const http = require('http');

const routes = new Map([
  ['/', '<h1>Status board</h1>'],
  ['/about', '<h1>About</h1>'],
]);

const server = http.createServer((req, res) => {
  const path = req.url;
  const content = routes.get(path);
  if (content !== undefined) {
    res.writeHead(200, { 'Content-Type': 'text/html' });
    res.end(content);
    return;
  }
  res.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' });
  res.write('Not found\n');
  res.write(`There is no page at ${path}.\n`);
  res.end();
});

server.listen(Number(process.env.PORT || 8080));
