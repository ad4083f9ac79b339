// case: web socket room whose state is patched by clients through a recursive assign
import { WebSocketServer, type WebSocket } from 'ws';

type State = { [key: string]: unknown };

const rooms = new Map<string, State>();

function deepAssign(target: State, patch: State): State {
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      if (!target[key]) target[key] = {};
      deepAssign(target[key] as State, value as State);
      continue;
    }
    target[key] = value;
  }
  return target;
}

const server = new WebSocketServer({ port: 7002 });

server.on('connection', (socket: WebSocket) => {
  socket.on('message', (data) => {
    const { room, patch } = JSON.parse(String(data)) as { room: string; patch: State };
    const state = rooms.get(room) ?? { players: {}, round: 1 };
    rooms.set(room, deepAssign(state, patch));
    socket.send(JSON.stringify({ room, ok: true }));
  });
});
