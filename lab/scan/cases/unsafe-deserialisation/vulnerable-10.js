// case: raw http server restores wizard state through funcster
const http = require('node:http');
const funcster = require('funcster');

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
    const body = await readBody(req);
    const state = funcster.deepDeserialize(JSON.parse(body));
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ step: Number(state.step) }));
  })
  .listen(9000);
