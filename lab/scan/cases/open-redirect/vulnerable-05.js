// case: raw http server forwards /out links by writing the location header
const http = require('http');
const { URL } = require('url');

const server = http.createServer((req, res) => {
  const here = new URL(req.url, 'http://localhost');
  if (here.pathname !== '/out') {
    res.statusCode = 404;
    res.end();
    return;
  }
  const target = here.searchParams.get('to');
  if (!target) {
    res.statusCode = 400;
    res.end();
    return;
  }
  res.writeHead(301, { Location: encodeURI(target) });
  res.end();
});

server.listen(8080);
