// case: websocket game server decodes client frames with MessagePack
import { WebSocketServer } from 'ws';
import { decode, encode } from '@msgpack/msgpack';

const server = new WebSocketServer({ port: 7070, maxPayload: 4096 });
const positions = new Map();

server.on('connection', (socket) => {
  socket.on('message', (frame) => {
    const move = decode(frame);
    positions.set(String(move.player), { x: Number(move.x), y: Number(move.y) });
    const update = encode([...positions.values()]);
    for (const client of server.clients) {
      client.send(update);
    }
  });
});
