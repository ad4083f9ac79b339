// case: raw http server whose not-found page names the path that was asked for
const http = require('http');

const routes = new Map([
  ['/', '<h1>Status board</h1>'],
  ['/about', '<h1>About</h1>'],
]);

const server = http.createServer((req, res) => {
  const path = decodeURIComponent(req.url);
  const content = routes.get(path);
  if (content !== undefined) {
    res.writeHead(200, { 'Content-Type': 'text/html' });
    res.end(content);
    return;
  }
  res.writeHead(404, { 'Content-Type': 'text/html' });
  res.write('<h1>Not found</h1>');
  res.write(`<p>There is no page at <code>${path}</code>.</p>`);
  res.end();
});

server.listen(Number(process.env.PORT || 8080));
