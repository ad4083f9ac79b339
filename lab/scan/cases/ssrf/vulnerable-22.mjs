// case: log shipper that takes the collector's address from a cookie
import http from 'node:http';
import cookie from 'cookie';

const DEFAULT_COLLECTOR = 'http://collector.internal:4318/v1/logs';

async function ship(collector, entry) {
  await fetch(collector, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(entry),
  });
}

const server = http.createServer(async (req, res) => {
  const jar = cookie.parse(req.headers.cookie ?? '');
  const collector = jar.collector ?? DEFAULT_COLLECTOR;
  try {
    await ship(collector, { method: req.method, agent: req.headers['user-agent'] });
    res.writeHead(204).end();
  } catch {
    res.writeHead(502).end();
  }
});

server.listen(8088);
