// case: rate limiter that assembles a Lua script for Redis around the client's key
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);

function scriptFor(key, limit) {
  return `
    local used = redis.call('INCR', '${key}')
    if used == 1 then redis.call('EXPIRE', '${key}', 60) end
    if used > ${limit} then return 0 end
    return 1
  `;
}

module.exports = function rateLimit(limit) {
  return async function (req, res, next) {
    const client = req.headers['x-client-id'] || req.ip;
    const allowed = await redis.eval(scriptFor('rl:' + client, limit), 0);
    if (allowed === 0) {
      res.status(429).json({ error: 'slow down' });
      return;
    }
    next();
  };
};
