// case: raw http counter service with a two-part address
const http = require('http');

const counters = { visits: {}, errors: {} };

function bump(group, name, by) {
  const bucket = counters[group];
  if (bucket === undefined) return false;
  bucket[name] = by;
  return true;
}

const server = http.createServer((req, res) => {
  const { pathname, searchParams } = new URL(req.url, 'http://localhost');
  const [, group, name] = pathname.split('/');
  if (req.method !== 'PUT') {
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(counters));
    return;
  }
  const known = bump(group, name, searchParams.get('value'));
  res.writeHead(known ? 204 : 404);
  res.end();
});

server.listen(7003);
