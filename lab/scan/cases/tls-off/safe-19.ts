// case: websocket price feed sets frame limits and leaves TLS alone
import WebSocket from 'ws';

const config = {
  url: 'wss://feed.example.org/prices',
  options: { handshakeTimeout: 3000, maxPayload: 65536, perMessageDeflate: false },
  reconnectMs: 1000,
} as const;

export function subscribe(onPrice: (symbol: string, price: number) => void): WebSocket {
  const socket = new WebSocket(config.url, config.options);
  socket.on('message', (data) => {
    const { symbol, price } = JSON.parse(data.toString()) as { symbol: string; price: number };
    onPrice(symbol, price);
  });
  socket.on('close', () => setTimeout(() => subscribe(onPrice), config.reconnectMs));
  return socket;
}
