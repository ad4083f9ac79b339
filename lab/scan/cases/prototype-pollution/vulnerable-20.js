// case: deep set whose guard compares keys strictly while callers may send each key as an array
const express = require('express');

const app = express();
app.use(express.json());

const workspace = { panels: {} };
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

function setIn(object, keys, value) {
  let node = object;
  keys.forEach((key, index) => {
    if (FORBIDDEN.includes(key)) {
      throw new TypeError('forbidden key');
    }
    if (index === keys.length - 1) {
      node[key] = value;
    } else {
      node[key] = node[key] || {};
      node = node[key];
    }
  });
}

app.put('/workspace', (req, res) => {
  try {
    setIn(workspace, req.body.keys, req.body.value);
    res.json(workspace);
  } catch (err) {
    res.status(400).json({ error: 'bad keys' });
  }
});

module.exports = app;
