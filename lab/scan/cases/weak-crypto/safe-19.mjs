// case: raw upgrade handler computes the WebSocket accept header, SHA-1 by the protocol
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';

const PROTOCOL_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const server = createServer((_req, res) => res.writeHead(426).end());

server.on('upgrade', (req, socket) => {
  const key = req.headers['sec-websocket-key'];
  if (typeof key !== 'string' || key.length !== 24) {
    socket.destroy();
    return;
  }
  const accept = createHash('sha1').update(key + PROTOCOL_GUID).digest('base64');
  socket.write(
    ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'),
  );
});

server.listen(8080);
