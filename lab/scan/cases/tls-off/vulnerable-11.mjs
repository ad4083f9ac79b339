// case: node-fetch gets an agent chosen by URL whose https branch skips verification
import fetch from 'node-fetch';
import http from 'node:http';
import https from 'node:https';

const plain = new http.Agent({ keepAlive: true });
const secure = new https.Agent({ keepAlive: true });
secure.options.rejectUnauthorized = false;

const pick = (url) => (url.protocol === 'http:' ? plain : secure);

export async function weather(station) {
  const url = new URL('https://weather.example.org/stations/');
  url.searchParams.set('id', station);
  const response = await fetch(url, { agent: pick });
  if (!response.ok) throw new Error(`weather answered ${response.status}`);
  return response.json();
}
