// case: time-based one-time passwords follow RFC 6238, which uses HMAC with SHA-1
const crypto = require('crypto');

function totp(secret, unixSeconds, stepSeconds = 30) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(unixSeconds / stepSeconds)));
  const mac = crypto.createHmac('sha1', secret).update(counter).digest();
  const offset = mac[mac.length - 1] & 0x0f;
  const code = (mac.readUInt32BE(offset) & 0x7fffffff) % 1000000;
  return String(code).padStart(6, '0');
}

function verifyTotp(secret, given, unixSeconds) {
  const candidate = Buffer.from(String(given).padStart(6, '0').slice(0, 6));
  return [-30, 0, 30].some((shift) => {
    const expected = Buffer.from(totp(secret, unixSeconds + shift));
    return candidate.length === expected.length && crypto.timingSafeEqual(candidate, expected);
  });
}

module.exports = { totp, verifyTotp };
