// case: agents are chosen by protocol; the https one keeps every default
import fetch from 'node-fetch';
import http from 'node:http';
import https from 'node:https';

const local = new http.Agent({ keepAlive: true });
const secure = new https.Agent({ keepAlive: true, maxSockets: 10 });

const pick = (url) => (url.protocol === 'http:' ? local : secure);

export async function weather(station) {
  const url = new URL('https://weather.example.org/stations/');
  url.searchParams.set('id', station);
  const response = await fetch(url, { agent: pick });
  if (!response.ok) throw new Error(`weather answered ${response.status}`);
  return response.json();
}
