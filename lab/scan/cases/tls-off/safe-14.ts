// case: server asks for client certificates and turns away those it could not verify in the handler, with a 403
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';

const server = createServer(
  {
    key: readFileSync('/run/tls/server.key'),
    cert: readFileSync('/run/tls/server.crt'),
    ca: readFileSync('/run/tls/clients-ca.pem'),
    minVersion: 'TLSv1.2',
    requestCert: true,
    rejectUnauthorized: false,
  },
  (req, res) => {
    const socket = req.socket as TLSSocket;
    if (!socket.authorized) {
      res.writeHead(403).end();
      return;
    }
    res.end('ok');
  },
);

server.listen(8443);
