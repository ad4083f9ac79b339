// case: TCP worker protocol decodes framed commands from any connecting peer with v8
import net from 'node:net';
import v8 from 'node:v8';

const handlers = new Map([
  ['stats', () => ({ uptime: process.uptime() })],
  ['ping', () => 'pong'],
]);

net
  .createServer((socket) => {
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
        const size = pending.readUInt32BE(0);
        const frame = pending.subarray(4, 4 + size);
        pending = pending.subarray(4 + size);
        const command = v8.deserialize(frame);
        const run = handlers.get(command.name);
        socket.write(JSON.stringify(run ? run() : null));
      }
    });
    socket.on('error', () => socket.destroy());
  })
  .listen(5555, '0.0.0.0');
