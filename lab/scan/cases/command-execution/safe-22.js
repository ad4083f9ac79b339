// case: web socket console that answers built-in commands only
const { WebSocketServer } = require('ws');
const { promisify } = require('util');
const childProcess = require('child_process');

const run = promisify(childProcess.exec);
const builtins = new Map([
  ['help', async () => 'help, version, disk'],
  ['version', async () => process.version],
  ['disk', async () => (await run('df -h /srv')).stdout],
]);

async function answer(text) {
  const builtin = builtins.get(text);
  if (!builtin) {
    return `unknown command: ${text}`;
  }
  return builtin();
}

const wss = new WebSocketServer({ port: 7001 });

wss.on('connection', (socket) => {
  socket.on('message', async (data) => {
    try {
      socket.send(await answer(data.toString('utf8').trim()));
    } catch (err) {
      socket.send('error');
    }
  });
});
