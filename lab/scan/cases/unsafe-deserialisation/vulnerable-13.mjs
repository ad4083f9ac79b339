// case: websocket game server decodes client frames with v8
import { WebSocketServer } from 'ws';
import { deserialize, serialize } from 'node:v8';

const server = new WebSocketServer({ port: 7070, maxPayload: 4096 });
const positions = new Map();

server.on('connection', (socket) => {
  socket.on('message', (frame) => {
    const move = deserialize(frame);
    positions.set(String(move.player), { x: Number(move.x), y: Number(move.y) });
    const update = serialize([...positions.values()]);
    for (const client of server.clients) {
      client.send(update);
    }
  });
});
