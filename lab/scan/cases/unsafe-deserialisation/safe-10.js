// case: raw http server restores wizard state with flatted, which handles cycles in plain data
const http = require('node:http');
const { parse } = require('flatted');

function readBody(req) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    req.on('data', (chunk) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

http
  .createServer(async (req, res) => {
    const state = parse(await readBody(req));
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ step: Number(state.step) }));
  })
  .listen(9000);
