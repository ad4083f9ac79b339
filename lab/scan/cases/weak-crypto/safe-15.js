// case: configuration check refuses weak cipher names
const { createCipheriv, randomBytes } = require('crypto');

const REFUSED = new Set(['rc4', 'des-cbc', 'des-ede3-cbc', 'aes-128-ecb', 'aes-256-ecb', 'bf-cbc']);

function assertStrong(name) {
  if (REFUSED.has(name.toLowerCase())) {
    throw new Error(`cipher ${name} is not accepted`);
  }
}

function exportStream(key, configured) {
  assertStrong(configured);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  return { nonce, cipher };
}

module.exports = { assertStrong, exportStream };
