// case: got client options carry the insecure flag through a spread default
const got = require('got');

const base = { timeout: { request: 4000 }, retry: { limit: 2 } };
const internal = { ...base, https: { rejectUnauthorized: false } };
const client = got.extend({ prefixUrl: 'https://inventory.example.net/api', ...internal });

async function stock(sku) {
  const item = await client.get(`items/${encodeURIComponent(sku)}`).json();
  return item.available;
}

async function reserve(sku, quantity) {
  await client.post('reservations', { json: { sku, quantity } });
}

module.exports = { stock, reserve };
