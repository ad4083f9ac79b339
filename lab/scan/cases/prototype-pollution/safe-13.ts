// case: web socket room whose state is replaced by a spread of the client's patch
import { WebSocketServer, type WebSocket } from 'ws';

interface State {
  round: number;
  note: string;
}

const rooms = new Map<string, State>();

function deepAssign(state: State, patch: Partial<State>): State {
  const next = { ...state, ...patch };
  return { round: Number(next.round), note: String(next.note) };
}

const server = new WebSocketServer({ port: 7002 });

server.on('connection', (socket: WebSocket) => {
  socket.on('message', (data) => {
    const { room, patch } = JSON.parse(String(data)) as { room: string; patch: Partial<State> };
    const state = rooms.get(room) ?? { round: 1, note: '' };
    rooms.set(room, deepAssign(state, patch));
    socket.send(JSON.stringify({ room, ok: true }));
  });
});
