// case: raw http counter service that only writes to entries its groups already own
const http = require('http');

const counters = { visits: { home: 0, shop: 0 }, errors: { home: 0, shop: 0 } };
const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

function bump(group, name, by) {
  if (!has(counters, group) || !has(counters[group], name)) {
    return false;
  }
  counters[group][name] += by;
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
  const known = bump(group, name, Number(searchParams.get('value')) || 1);
  res.writeHead(known ? 204 : 404);
  res.end();
});

server.listen(7003);
