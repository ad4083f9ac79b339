// case: raw http status checker that opens a connection to a host and port from the query
const http = require('http');

function probe(host, port, done) {
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
    probe(searchParams.get('host'), Number(searchParams.get('port') || 80), (err, status) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(err ? { up: false, reason: err.code } : { up: true, status }));
    });
  })
  .listen(9000);
