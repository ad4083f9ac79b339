// case: raw http status checker whose targets are configured and chosen by index
const http = require('http');

const TARGETS = [
  { name: 'catalogue', host: 'catalogue.internal', port: 8080 },
  { name: 'basket', host: 'basket.internal', port: 8080 },
];

function probe({ host, port }, done) {
  const request = http.request({ host, port, path: '/health', timeout: 2000 }, (response) => {
    response.resume();
    done(null, response.statusCode);
  });
  request.on('error', done);
  request.on('timeout', () => request.destroy(new Error('timeout')));
  request.end();
}

http
  .createServer((req, res) => {
    const { searchParams } = new URL(req.url, 'http://localhost');
    const target = TARGETS[Number(searchParams.get('target'))] || TARGETS[0];
    probe(target, (err, status) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(err ? { up: false } : { up: true, status }));
    });
  })
  .listen(9000);
