// case: scoring service that runs a constant script in a vm context over posted numbers
const http = require('http');
const vm = require('vm');

const SCRIPT = new vm.Script('result = JSON.stringify(numbers.map((n) => Math.round(n * 100) / 100));');

function readBody(req) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

const server = http.createServer(async (req, res) => {
  const body = JSON.parse(await readBody(req));
  const numbers = Array.isArray(body.numbers) ? body.numbers.map(Number) : [];
  const context = vm.createContext({ numbers, result: '' });
  SCRIPT.runInContext(context, { timeout: 200 });
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(String(context.result));
});

server.listen(7000);
