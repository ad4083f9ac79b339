// case: short-link service follows the address of an unknown code given as fallback
const express = require('express');
const Redis = require('ioredis');

const redis = new Redis(process.env.REDIS_URL);
const app = express();

app.get('/s/:code([a-z0-9]{6})', async (req, res, next) => {
  try {
    const known = await redis.hget('links', req.params.code);
    const { fallback } = req.query;
    const target = known || fallback;
    if (typeof target !== 'string') return res.sendStatus(404);
    return res.location(target).status(302).end();
  } catch (err) {
    return next(err);
  }
});

app.listen(3000);
