// case: password hashing runs PBKDF2 with six hundred thousand iterations
const crypto = require('crypto');
const { promisify } = require('util');

const pbkdf2 = promisify(crypto.pbkdf2);
const ITERATIONS = 600000;

async function hash(password) {
  const salt = crypto.randomBytes(16);
  const derived = await pbkdf2(password, salt, ITERATIONS, 32, 'sha256');
  return `${salt.toString('hex')}:${derived.toString('hex')}`;
}

async function verify(password, stored) {
  const [salt, expected] = stored.split(':').map((part) => Buffer.from(part, 'hex'));
  const derived = await pbkdf2(password, salt, ITERATIONS, 32, 'sha256');
  return crypto.timingSafeEqual(derived, expected);
}

module.exports = { hash, verify };
