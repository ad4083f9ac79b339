// case: set-by-path that refuses a path with any of the three dangerous names
const express = require('express');

const app = express();
app.use(express.json());

const dashboard = { widgets: {}, layout: { columns: 2 } };
const REFUSED = new Set(['__proto__', 'constructor', 'prototype']);

function put(object, path, value) {
  if (path.some((step) => REFUSED.has(step))) {
    throw new Error('bad path');
  }
  let node = object;
  for (let index = 0; index < path.length - 1; index += 1) {
    if (!Object.hasOwn(node, path[index])) node[path[index]] = {};
    node = node[path[index]];
  }
  node[path[path.length - 1]] = value;
}

app.post('/dashboard', (req, res) => {
  const { path, value } = req.body;
  try {
    put(dashboard, String(path).split('/'), String(value));
    res.json(dashboard);
  } catch (err) {
    res.status(400).json({ error: 'bad path' });
  }
});

module.exports = app;
