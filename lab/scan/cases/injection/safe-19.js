// case: rate limiter with a constant Lua script that receives the key through KEYS
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);

const SCRIPT = `
  local used = redis.call('INCR', KEYS[1])
  if used == 1 then redis.call('EXPIRE', KEYS[1], 60) end
  if used > tonumber(ARGV[1]) then return 0 end
  return 1
`;

module.exports = function rateLimit(limit) {
  return async function (req, res, next) {
    const client = req.headers['x-client-id'] || req.ip;
    const allowed = await redis.eval(SCRIPT, 1, 'rl:' + client, limit);
    if (allowed === 0) {
      res.status(429).json({ error: 'slow down' });
      return;
    }
    next();
  };
};
