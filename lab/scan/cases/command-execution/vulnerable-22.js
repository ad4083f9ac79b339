// case: web socket console whose commands are looked up first and otherwise run as given
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
  if (builtin) {
    return builtin();
  }
  const { stdout } = await run(text, { cwd: '/srv' });
  return stdout;
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
