// case: tool runner that starts one of three programs with arguments of its own
const { spawn } = require('child_process');

const TOOLS = new Map([
  ['disk', { program: 'df', args: ['-h', '/srv'] }],
  ['memory', { program: 'free', args: ['-m'] }],
  ['kernel', { program: 'uname', args: ['-r'] }],
]);

exports.handler = async (event) => {
  const { tool } = JSON.parse(event.body);
  const known = TOOLS.get(tool);
  if (known === undefined) {
    return { statusCode: 404, body: 'unknown tool' };
  }
  const child = spawn(known.program, known.args, { cwd: '/tmp', timeout: 10000 });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/plain' },
    body: Buffer.concat(chunks).toString('utf8'),
  };
};
