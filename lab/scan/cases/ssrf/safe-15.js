// case: proxy middleware whose router maps a header to one of the configured shards
const express = require('express');
const { createProxyMiddleware } = require('http-proxy-middleware');

const SHARDS = {
  a: 'http://shard-0.internal:8080',
  b: 'http://shard-1.internal:8080',
};

const app = express();

function upstreamOf(req) {
  return req.headers['x-shard'] === 'b' ? SHARDS.b : SHARDS.a;
}

app.use(
  '/api',
  createProxyMiddleware({
    target: SHARDS.a,
    router: upstreamOf,
    changeOrigin: true,
    proxyTimeout: 5000,
  }),
);

app.get('/healthz', (req, res) => res.sendStatus(204));

module.exports = app;
