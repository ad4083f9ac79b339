// case: proxy middleware whose router picks the upstream from a request header
const express = require('express');
const { createProxyMiddleware } = require('http-proxy-middleware');

const app = express();

function upstreamOf(req) {
  const shard = req.headers['x-shard-host'];
  return shard ? `http://${shard}:8080` : 'http://shard-0.internal:8080';
}

app.use(
  '/api',
  createProxyMiddleware({
    target: 'http://shard-0.internal:8080',
    router: upstreamOf,
    changeOrigin: true,
    proxyTimeout: 5000,
  }),
);

app.get('/healthz', (req, res) => res.sendStatus(204));

module.exports = app;
