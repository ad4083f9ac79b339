// case: tool runner that starts whichever program the request names
const { spawn } = require('child_process');

exports.handler = async (event) => {
  const { tool, args = [] } = JSON.parse(event.body);
  const child = spawn(tool, args.map(String), { cwd: '/tmp', timeout: 10000 });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve) => {
    child.on('close', resolve);
    child.on('error', () => resolve(-1));
  });
  return {
    statusCode: code === 0 ? 200 : 500,
    headers: { 'content-type': 'text/plain' },
    body: Buffer.concat(chunks).toString('utf8'),
  };
};
