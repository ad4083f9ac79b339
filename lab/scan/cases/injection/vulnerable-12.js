// case: callback-style SQLite lookup behind a raw http server
const http = require('http');
const sqlite3 = require('sqlite3');

const db = new sqlite3.Database('/var/lib/inventory/stock.db');

function stockOf(warehouse, done) {
  db.all('SELECT sku, quantity FROM stock WHERE warehouse = "' + warehouse + '"', done);
}

const server = http.createServer((req, res) => {
  const url = new URL(req.url, 'http://localhost');
  const warehouse = url.searchParams.get('warehouse');
  stockOf(warehouse, (err, rows) => {
    res.setHeader('content-type', 'application/json');
    if (err) {
      res.statusCode = 500;
      res.end('{"error":"lookup failed"}');
      return;
    }
    res.end(JSON.stringify(rows));
  });
});

server.listen(8080);
