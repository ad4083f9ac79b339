// case: plug-in preview that runs a posted snippet in a vm context
const http = require('http');
const vm = require('vm');

function readBody(req) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

const server = http.createServer(async (req, res) => {
  const { snippet, data } = JSON.parse(await readBody(req));
  const context = vm.createContext({ data, Math, result: null });
  try {
    vm.runInContext(snippet, context, { timeout: 200 });
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ result: context.result }));
  } catch (err) {
    res.writeHead(422, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ error: 'snippet failed' }));
  }
});

server.listen(7000);
