// case: websocket price feed connects with verification switched by a constant config object
import WebSocket from 'ws';

const config = {
  url: 'wss://feed.example.org/prices',
  tls: { rejectUnauthorized: false },
  reconnectMs: 1000,
} as const;

export function subscribe(onPrice: (symbol: string, price: number) => void): WebSocket {
  const socket = new WebSocket(config.url, config.tls);
  socket.on('message', (data) => {
    const { symbol, price } = JSON.parse(data.toString()) as { symbol: string; price: number };
    onPrice(symbol, price);
  });
  socket.on('close', () => setTimeout(() => subscribe(onPrice), config.reconnectMs));
  return socket;
}
