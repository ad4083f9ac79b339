// case: got client loads an extra certificate authority for the internal inventory
const fs = require('fs');
const got = require('got');

const base = { timeout: { request: 4000 }, retry: { limit: 2 } };
const certificateAuthority = fs.readFileSync('/etc/ssl/internal-ca.pem');
const client = got.extend({
  prefixUrl: 'https://inventory.example.net/api',
  ...base,
  https: { certificateAuthority },
});

async function stock(sku) {
  const item = await client.get(`items/${encodeURIComponent(sku)}`).json();
  return item.available;
}

module.exports = { stock };
